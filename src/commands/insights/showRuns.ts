import * as vscode from "vscode";
import { iconText } from "../../base/text/iconText.ts";
import { NothingToDo } from "../../host/errors/userError.ts";
import { commandIds } from "../../host/ids.ts";
import { countOf } from "../../model/counts.ts";
import { shortId } from "../../model/shortId.ts";
import { statusIcon, statusWord } from "../../model/status.ts";
import { formatWhen } from "../../model/times.ts";
import { factsOfRun } from "../../runs/facts/factsOfRun.ts";
import { beganAt, type RunFacts } from "../../runs/facts/runFacts.ts";
import { findCause } from "./causeTarget.ts";
import type { InsightsCommands } from "./insightsCommands.ts";

/** VS Code draws a list of some thousand entries slowly. */
const mostShown = 2_000;

/** Lists the runs of a cause, to open one of them. */
export async function showCauseRuns(context: InsightsCommands, argument: unknown): Promise<void> {
  const cause = await findCause(context, argument, "Show the runs of which cause?");
  if (!cause) return;
  const { store } = context.sessions.get(cause.connectionId);
  const runs = cause.runIds.flatMap((id) => store.get(id) ?? []).map((run) => factsOfRun(run, store));
  await listRuns(cause.connectionId, cause.title, runs);
}

/** Lists runs, the newest first. The chosen one opens. */
export async function listRuns(connectionId: string, title: string, runs: readonly RunFacts[]): Promise<void> {
  if (runs.length === 0) throw new NothingToDo("There is no run behind this figure.");
  const newestFirst = runs.toSorted((a, b) => (beganAt(b) ?? 0) - (beganAt(a) ?? 0));
  const now = Date.now();
  const items = newestFirst.slice(0, mostShown).map((run) => {
    const began = beganAt(run);
    const facts = [statusWord(run.status), began === undefined ? "" : formatWhen(began, now), run.user ?? ""];
    return {
      label: iconText(run.title ?? shortId(run.id)),
      description: facts.filter((fact) => fact !== "").join(", "),
      ...(run.error ? { detail: iconText(run.error.message.slice(0, 200)) } : {}),
      iconPath: new vscode.ThemeIcon(statusIcon(run.status)),
      runId: run.id,
    };
  });
  const options = { title: `${title}, ${countOf(runs.length, "run")}`, matchOnDescription: true, matchOnDetail: true };
  const chosen = await vscode.window.showQuickPick(items, options);
  if (chosen) await vscode.commands.executeCommand(commandIds.openRun, { connectionId, runId: chosen.runId });
}
