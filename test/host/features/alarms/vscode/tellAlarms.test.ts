import assert from "node:assert/strict";
import { it } from "mocha";
import * as vscode from "vscode";
import type { AlarmRule } from "#features/alarms/core/alarmRule.ts";
import { tellAlarms } from "#features/alarms/vscode/tellAlarms.ts";
import { MemoryEntities } from "#storage/memoryEntities.ts";
import { answerDialogs } from "../../../support/dialogs.ts";
import { eventually } from "../../../support/eventually.ts";

it("several failures are one notification that names the alarm", async () => {
  const rule: AlarmRule = { connectionId: "c", name: "Support", occasion: { kind: "failed" } };
  const rules = new MemoryEntities<AlarmRule>();
  await rules.put("rule", rule);
  const dialogs = answerDialogs();
  try {
    const alarm = (runId: string) => ({ connectionId: "c", ruleId: "rule", rule, runId });
    const connections = { get: () => undefined };
    tellAlarms({ connections, rules } as unknown as Parameters<typeof tellAlarms>[0], [alarm("a"), alarm("b")]);
    await dialogs.note("Support: a run fails – 2 runs");
    assert.equal(dialogs.notes.length, 1);
    await dialogs.press("Support: a run fails – 2 runs", "Snooze…");
    await eventually(async () => {
      await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      assert.ok((rules.get("rule")?.snoozedUntil ?? 0) > 0);
    });
    assert.ok((await vscode.commands.getCommands(true)).includes("dynamiqRuns.notifyMe"));
  } finally {
    dialogs.restore();
  }
});
