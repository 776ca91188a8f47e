import * as vscode from "vscode";
import { iconText } from "#base/text/iconText.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { ruleText } from "#features/alarms/core/alarmRule.ts";
import type { AlarmService, Claim } from "#features/alarms/core/alarmService.ts";
import { type Alarm, countOfFound } from "#features/alarms/core/foundRuns.ts";
import { commandIds } from "#host/commandIds.ts";
import { showPick, whenShown } from "#host/dialogs.ts";
import { warn } from "#host/notifications.ts";
import { countOf } from "#model/counts.ts";
import { hour } from "#model/duration.ts";
import { shortId } from "#model/shortId.ts";
import { formatTimeOfDay } from "#model/times.ts";
import type { App } from "#workbench/app.ts";

interface NotificationContext extends Pick<App, "connections"> {
  service: Pick<AlarmService, "snooze">;
  now: () => number;
}

type Button = "Open Run" | "Show Runs…" | "Snooze…" | "Edit Alarm…";

/** Shows one notification for all that was found. @returns once VS Code has it */
export async function showAlarms(context: NotificationContext, claims: readonly Claim[]): Promise<void> {
  const alarms = claims.flatMap((each) => each.alarms);
  if (alarms.length > 0) {
    const open: Button = isOneRun(alarms) ? "Open Run" : "Show Runs…";
    warn<Button>(alarmText(context, alarms), open, "Snooze…", "Edit Alarm…")
      .then((chosen) => chosen && act(context, alarms, chosen))
      .catch(onUnexpectedError);
  }
  for (const { connectionId } of claims.filter(({ isCut }) => isCut))
    warn(cutText(context, connectionId)).catch(onUnexpectedError);
  await whenShown();
}

/**
 * `Support: a run fails – Refund over $500: No answer (6f1c2d3e)`; of several, how many each alarm has found, and when:
 * VS Code closes a notification for another one with the same text.
 */
function alarmText(context: NotificationContext, alarms: readonly Alarm[]): string {
  const [first] = alarms;
  const [run] = first?.runs ?? [];
  if (first && run && alarms.length === 1 && isOneRun(alarms)) return `${nameOf(context, first)} – ${runText(run)}`;
  const counts = alarms.map((each) => `${nameOf(context, each)} – ${countOf(countOfFound(each), "run")}`);
  return `${counts.join("; ")} (${formatTimeOfDay(context.now())})`;
}

function cutText({ connections }: NotificationContext, connectionId: string): string {
  const name = connections.get(connectionId)?.name ?? "An app";
  return `${name} has started more runs than its alarms can check at once. The oldest weren't checked.`;
}

function nameOf({ connections }: NotificationContext, { rule, connectionId }: Alarm): string {
  return ruleText(rule, connections.get(connectionId)?.name ?? "");
}

function runText({ id, text }: Alarm["runs"][number]): string {
  return text.includes(shortId(id)) ? text : `${text} (${shortId(id)})`;
}

/** Several alarms may have found the same run. */
function isOneRun(alarms: readonly Alarm[]): boolean {
  const keys = alarms.flatMap(({ connectionId, runs }) => runs.map(({ id }) => `${connectionId}/${id}`));
  return new Set(keys).size === 1 && alarms.every(({ more }) => more === 0);
}

async function act(context: NotificationContext, alarms: readonly Alarm[], chosen: Button): Promise<void> {
  const [first] = alarms;
  if (!first) return;
  const { connectionId, ruleId, runs } = first;
  if (chosen === "Open Run") await openRun(connectionId, runs[0]?.id);
  if (chosen === "Show Runs…") await showRuns(context, alarms);
  if (chosen === "Snooze…") await snooze(context, alarms);
  // With several alarms, the person chooses the one to change.
  const named = alarms.length === 1 ? ruleId : undefined;
  if (chosen === "Edit Alarm…") await vscode.commands.executeCommand(commandIds.manageAlarms, named);
}

/** Lists what was found, of whichever connections: the *Runs* view stays as it is. */
async function showRuns(context: NotificationContext, alarms: readonly Alarm[]): Promise<void> {
  const items = alarms.flatMap((alarm): RunItem[] => [
    ...(alarms.length > 1 ? [{ label: nameOf(context, alarm), kind: vscode.QuickPickItemKind.Separator }] : []),
    ...alarm.runs.map(({ id, text }) => ({
      label: iconText(text),
      description: shortId(id),
      connectionId: alarm.connectionId,
      runId: id,
    })),
  ]);
  const [first] = alarms;
  const more = alarms.reduce((sum, each) => sum + each.more, 0);
  const title = first && alarms.length === 1 ? nameOf(context, first) : "Alarms";
  const placeHolder =
    more > 0 ? `Open a run. ${countOf(more, "more run isn't", "more runs aren't")} listed.` : "Open a run";
  const run = await showPick(items, { title, placeHolder, matchOnDescription: true });
  if (run?.connectionId !== undefined) await openRun(run.connectionId, run.runId);
}

interface RunItem extends vscode.QuickPickItem {
  connectionId?: string;
  runId?: string;
}

async function openRun(connectionId: string, runId: string | undefined): Promise<void> {
  await vscode.commands.executeCommand(commandIds.openRun, { connectionId, runId });
}

async function snooze({ service, now }: NotificationContext, alarms: readonly Alarm[]): Promise<void> {
  const until = await askSnooze(now());
  if (until === undefined) return;
  for (const { ruleId } of alarms) await service.snooze(ruleId, until);
}

/** Asks until when an alarm is snoozed. @returns milliseconds since the epoch; `undefined` when dismissed */
export async function askSnooze(now: number): Promise<number | undefined> {
  const items = [
    { label: "For 1 Hour", until: now + hour },
    { label: "For 4 Hours", until: now + 4 * hour },
    { label: "Until Tomorrow", until: new Date(now).setHours(24, 0, 0, 0) },
  ];
  const placeHolder = "After the snooze, one notification shows the runs found meanwhile";
  return (await showPick(items, { title: "Snooze", placeHolder }))?.until;
}
