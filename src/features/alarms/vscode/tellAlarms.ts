import * as vscode from "vscode";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import type { Alarm } from "#features/alarms/core/alarmDesk.ts";
import { type AlarmRule, ruleText } from "#features/alarms/core/alarmRule.ts";
import { commandIds } from "#host/commandIds.ts";
import { showPick } from "#host/dialogs.ts";
import { explorerViewId } from "#host/ids.ts";
import { warn } from "#host/notifications.ts";
import { countOf } from "#model/counts.ts";
import { shortId } from "#model/shortId.ts";
import { failureReason } from "#runs/labels/failureReason.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import type { Entities } from "#storage/memoryEntities.ts";
import type { App } from "#workbench/app.ts";

interface Needs extends Pick<App, "connections"> {
  rules: Pick<Entities<AlarmRule>, "update">;
}

/** Shows one notification for all that a look has found. */
export function tellAlarms(needs: Needs, alarms: readonly Alarm[]): void {
  const [first] = alarms;
  if (!first) return;
  const runs = new Set(alarms.map(({ connectionId, runId }) => `${connectionId}/${runId}`));
  const open = runs.size === 1 ? "Open Run" : "Show Runs";
  warn(alarmText(needs, alarms), open, "Snooze…", "Edit Rule…")
    .then(async (chosen) => {
      const { connectionId, runId } = first;
      const ruleIds = [...new Set(alarms.map(({ ruleId }) => ruleId))];
      if (chosen === "Open Run") await vscode.commands.executeCommand(commandIds.openRun, { connectionId, runId });
      if (chosen === "Show Runs") await vscode.commands.executeCommand(`${explorerViewId}.focus`);
      if (chosen === "Snooze…") await snooze(needs, ruleIds);
      // With several rules, the person chooses the one to change.
      const rule = ruleIds.length === 1 ? ruleIds[0] : undefined;
      if (chosen === "Edit Rule…") await vscode.commands.executeCommand(commandIds.manageAlarms, rule);
    })
    .catch(onUnexpectedError);
}

/** `Support: a run fails – Refund over $500 (No answer)`; of several, how many each rule has found. */
function alarmText({ connections }: Needs, alarms: readonly Alarm[]): string {
  const [first] = alarms;
  if (first && alarms.length === 1) {
    const { rule, run, runId, connectionId } = first;
    const title = run ? runTitle(run, connections.get(connectionId)?.titlePath) : shortId(runId);
    const reason = run?.status === "failed" ? `: ${failureReason(run.error)}` : "";
    return `${ruleText(rule)} – ${title} (${shortId(runId)})${reason}`;
  }
  const byRule = Map.groupBy(alarms, ({ ruleId }) => ruleId);
  return [...byRule.values()]
    .flatMap(([one, ...others]) => (one ? `${ruleText(one.rule)} – ${countOf(others.length + 1, "run")}` : []))
    .join("; ");
}

async function snooze({ rules }: Needs, ids: readonly string[]): Promise<void> {
  const tomorrow = new Date();
  tomorrow.setHours(24, 0, 0, 0);
  const items = [
    { label: "For an Hour", until: Date.now() + 3_600_000 },
    { label: "Until Tomorrow", until: tomorrow.getTime() },
  ];
  const chosen = await showPick(items, { title: "Snooze: what is found meanwhile is told together afterwards" });
  if (!chosen) return;
  for (const id of ids) await rules.update(id, (before) => before && { ...before, snoozedUntil: chosen.until });
}
