import * as vscode from "vscode";
import type { Run } from "#api/schemas.ts";
import { commandIds } from "#host/commandIds.ts";
import { confirm } from "#host/confirm.ts";
import { showError } from "#host/errors/showError.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import { notify } from "#host/notifications.ts";
import { withSteps } from "#host/withSteps.ts";
import { countOf } from "#model/counts.ts";
import { titleById } from "#model/shortId.ts";
import { activeStatuses, isTerminal } from "#model/status.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import { cancelRuns, type CancelResult } from "#runs/store/cancelRuns.ts";
import type { App } from "#workbench/app.ts";
import type { RunTarget } from "#workbench/connections/vscode/namedRun.ts";
import type { RunQuestion } from "./chooseRun.ts";
import { reportFailures } from "./failureReport.ts";
import { findRuns } from "./runTarget.ts";

type Context = Pick<
  App,
  "activeRuns" | "connections" | "log" | "panels" | "reports" | "selectedRows" | "sessions" | "tree"
>;

const ofActiveRun: RunQuestion = {
  command: commandIds.cancelRun,
  statuses: activeStatuses,
  none: "All runs of this app have ended, so there is nothing to cancel.",
};

/**
 * Cancels runs after one question, which is also the only one for a production app. Finished work isn't undone.
 * @returns the ids of the canceled runs
 */
export async function cancelRun(context: Context, clicked: unknown, selected: unknown): Promise<string[] | undefined> {
  const targets = await findRuns(context, ofActiveRun, clicked, selected);
  return targets.length === 0 ? undefined : cancelTargets(context, targets);
}

/** Cancels these runs after the one question. @returns the ids of those that were canceled */
export async function cancelTargets(context: Context, targets: readonly RunTarget[]): Promise<string[] | undefined> {
  const active = withoutEnded(context, targets);
  if (!(await confirmCancel(context, active, targets.length - active.length))) return undefined;
  const { tree } = context;
  for (const target of active) {
    context.panels.keep(target);
    tree.hold(target, { kind: "canceled", words: "Canceling…" });
  }
  let canceled: readonly RunTarget[] = [];
  try {
    canceled = (await cancelAll(context, active)).canceled;
  } finally {
    for (const target of active) {
      if (canceled.includes(target)) tree.hold(target, { kind: "canceled", words: "Canceled" });
      else tree.release(target);
    }
  }
  return canceled.map(({ runId }) => runId);
}

async function confirmCancel(context: Context, targets: readonly RunTarget[], ended: number): Promise<boolean> {
  const [first] = targets;
  const several = targets.length > 1;
  const firstRun = first && knownRun(context, first);
  const titlePath = first && context.connections.get(first.connectionId)?.titlePath;
  const name = firstRun ? runTitle(firstRun, titlePath) : titleById(first?.runId ?? "");
  const question = several ? `Cancel ${targets.length} runs?` : `Cancel “${name}”?`;
  const stop = several ? "The runs stop now. The work that they have" : "The run stops now. The work that it has";
  const left =
    ended === 0 ? "" : ended === 1 ? "\n\n1 run has already ended." : `\n\n${ended} runs have already ended.`;
  const detail = `${appsOf(context, targets)}${stop} done so far isn't undone.${left}`;
  const act = several ? `Cancel ${targets.length} Runs` : "Cancel Run";
  return confirm({ question, detail, act, keep: "Keep Running" });
}

/** Which apps are marked as production, and which others aren't the active one. */
function appsOf({ connections }: Context, targets: readonly RunTarget[]): string {
  const named = new Set(targets.map(({ connectionId }) => connectionId));
  const apps = [...named].flatMap((id) => connections.get(id) ?? []);
  const marked = apps.filter(({ production }) => production).map(({ name }) => `${name} is marked as production. `);
  const others = apps.filter(({ id, production }) => !production && id !== connections.active?.id);
  return [...marked, ...(others.length > 0 ? [`App: ${others.map(({ name }) => name).join(", ")}. `] : [])].join("");
}

/** @throws NothingToDo when none is left */
function withoutEnded(context: Context, targets: readonly RunTarget[]): RunTarget[] {
  const active = targets.filter((target) => {
    const status = target.file === undefined ? knownRun(context, target)?.status : "completed";
    return status === undefined || !isTerminal(status);
  });
  if (active.length > 0) return active;
  const [first] = targets;
  if (targets.length > 1) throw new NothingToDo(`These ${targets.length} runs have already ended.`);
  if (first?.file !== undefined) throw new NothingToDo("This run comes from an export and is read-only.");
  throw new NothingToDo(`This run has already ended: ${first && knownRun(context, first)?.status}.`);
}

async function cancelAll(context: Context, targets: readonly RunTarget[]): Promise<CancelResult<RunTarget>> {
  const onUnread = (error: unknown): void => context.log.error(error, "A canceled run couldn't be loaded again");
  if (targets.length === 1) {
    const result = await cancelRuns(context.sessions, targets, { onUnread });
    for (const { error } of result.failed) throw error;
    return result;
  }
  const result = await withSteps(`Canceling ${targets.length} runs`, targets.length, ({ signal, onStep }) => {
    let done = 0;
    const onDone = (): void => onStep(`${++done} of ${targets.length}`, 1);
    return cancelRuns(context.sessions, targets, { signal, onDone, onUnread });
  });
  tell(context, targets.length, result);
  return result;
}

function tell(context: Context, all: number, { canceled, failed, left }: CancelResult<RunTarget>): void {
  const rest = left.length === 0 ? "" : ` You stopped with ${countOf(left.length, "run")} left.`;
  if (failed.length > 0) {
    reportFailures(context, `${failed.length} of ${all} runs couldn't be canceled.${rest}`, failed);
  } else if (left.length > 0) {
    notify(`Canceled ${canceled.length} of ${all} runs.${rest}`).catch(showError);
  } else vscode.window.setStatusBarMessage(`$(circle-slash) ${all} runs canceled`, 5000);
}

function knownRun({ sessions }: Context, { connectionId, runId }: RunTarget): Run | undefined {
  return sessions.get(connectionId).store.get(runId);
}
