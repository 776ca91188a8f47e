import assert from "node:assert/strict";
import { it } from "mocha";
import * as vscode from "vscode";
import type { Claim } from "#features/alarms/core/alarmService.ts";
import { showAlarms } from "#features/alarms/vscode/showAlarms.ts";
import { answerDialogs } from "../../../support/dialogs.ts";
import { eventually } from "../../../support/eventually.ts";
import { QuickInputs } from "../../../support/quickInputs.ts";

const now = new Date(2026, 11, 1, 14, 32).getTime();
const snoozed = new Map<string, number | undefined>();
const connections = { get: () => ({ name: "Support" }) };
const service = { snooze: async (id: string, until: number | undefined) => void snoozed.set(id, until) };
const needs = { connections, service, now: () => now } as unknown as Parameters<typeof showAlarms>[0];

const claimOf = (...ids: string[]): Claim => ({
  connectionId: "c",
  by: "me",
  isCut: false,
  alarms: [
    {
      connectionId: "c",
      ruleId: "rule",
      rule: { connectionId: "c", occasion: { kind: "failed" } },
      runs: ids.map((id) => ({ id, text: `Refund ${id}: No answer` })),
      more: 0,
    },
  ],
});

it("several failures are one notification that names the alarm and the time, lists them and can be snoozed", async () => {
  const dialogs = answerDialogs();
  const inputs = new QuickInputs();
  try {
    await showAlarms(needs, [claimOf("a", "b")]);
    assert.deepEqual(
      dialogs.notes.map(({ message, buttons }) => [message, ...buttons]),
      [["Support: a run fails – 2 runs (14:32)", "Show Runs…", "Snooze…", "Edit Alarm…"]],
    );
    await dialogs.press("Support: a run fails", "Show Runs…");
    assert.deepEqual(
      (await inputs.rows("Support: a run fails")).map(({ label, description }) => [label, description]),
      [
        ["Refund a: No answer", "a"],
        ["Refund b: No answer", "b"],
      ],
    );
    await inputs.cancel();
    await showAlarms(needs, [claimOf("a", "b")]);
    await dialogs.press("Support: a run fails", "Snooze…");
    await inputs.choose("Snooze", "Until Tomorrow");
    await eventually(() => assert.equal(snoozed.get("rule"), new Date(2026, 11, 2).getTime()));
  } finally {
    inputs.restore();
    dialogs.restore();
    await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
  }
});

it("one failure says which run, and why", async () => {
  const dialogs = answerDialogs();
  try {
    await showAlarms(needs, [claimOf("6f1c2d3e-0000-4000-8000-000000000000")]);
    const [note] = dialogs.notes;
    assert.match(note?.message ?? "", /^Support: a run fails – Refund .*: No answer \(6f1c2d3e\)$|No answer$/);
    assert.deepEqual(note?.buttons, ["Open Run", "Snooze…", "Edit Alarm…"]);
  } finally {
    dialogs.restore();
  }
});
