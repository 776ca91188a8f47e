import * as vscode from "vscode";
import type { Run } from "#api/schemas.ts";
import { iconText } from "#base/text/iconText.ts";
import type { CommandId } from "#host/commandIds.ts";
import { commandTitle } from "#host/commandTitle.ts";
import { showPick } from "#host/dialogs.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import { runInputStep } from "#host/steps/inputStep.ts";
import { parseTime } from "#model/isoTime.ts";
import { shortId } from "#model/shortId.ts";
import { formatAgo } from "#model/times.ts";
import { runWord } from "#runs/labels/blockedRun.ts";
import { rowText, runTitle } from "#runs/labels/runLabel.ts";
import { hasNoId } from "#runs/labels/unreadableRun.ts";
import type { RunsSession } from "#runs/store/runsSession.ts";
import type { RunStore } from "#runs/store/runStore.ts";
import type { App } from "#workbench/app.ts";
import { requireSession } from "#workbench/connections/vscode/guards.ts";
import { runIdProblem, type RunTarget } from "#workbench/connections/vscode/namedRun.ts";
import { runIcon } from "./items/runItem.ts";

/** What a command asks if nothing says which run it is about. */
export interface RunQuestion {
  /** Its name is the title of the list. */
  command: CommandId;
  /** The statuses of the runs that it can take; without them all. */
  statuses?: readonly string[];
  /** What is said if the app has no such run, as a sentence. */
  none?: string;
}

type Context = Pick<App, "activeRuns">;
type RunRow = vscode.QuickPickItem & { runId?: string };

/** How many of the newest runs are offered. */
const maxRecentRuns = 50;
/** In characters. The run's ID follows. */
const maxUserLength = 24;

/** Asks for one of the active app's newest runs, or for another one by its ID. @returns `undefined` when dismissed */
export async function chooseRun(context: Context, question: RunQuestion): Promise<RunTarget | undefined> {
  const session = requireSession(context.activeRuns);
  const title = commandTitle(question.command);
  const placeHolder = `Select a run of ${context.activeRuns.connection?.name}`;
  const chosen = await showPick(recentRows(session, question), { title, placeHolder, matchOnDescription: true });
  if (!chosen) return undefined;
  return chosen.runId === undefined
    ? askForRun(context, title)
    : { connectionId: session.connectionId, runId: chosen.runId };
}

/** Asks for a run's id. */
export async function askForRun({ activeRuns }: Context, title: string): Promise<RunTarget | undefined> {
  const { connectionId } = requireSession(activeRuns);
  const runId = await runInputStep({
    title,
    prompt: "Run ID",
    placeholder: "8c2c8e2e-2f0a-4f4e-9f4f-6e1a52f0a001",
    check: runIdProblem,
  });
  return runId && { connectionId, runId: runId.value };
}

/** @throws NothingToDo if the app has no such run */
async function recentRows({ api, store }: RunsSession, { statuses, none }: RunQuestion): Promise<RunRow[]> {
  const page = { sort: "-started_at", page: 1, page_size: maxRecentRuns };
  const { data } = await (await api()).listRuns({ status: statuses, ...page });
  const runs = data.filter((run) => !hasNoId(run));
  if (runs.length === 0) throw new NothingToDo(none ?? "This app has no runs yet.");
  const now = Date.now();
  const byId = { label: "Other Run…", description: "by its ID", alwaysShow: true };
  return [...runs.map((run) => rowOf(run, store, now)), byId];
}

function rowOf(run: Run, store: RunStore, now: number): RunRow {
  const title = runTitle(run, store.titlePath, store.testOf(run.id));
  const { blockedBy } = store.endOf(run);
  const started = parseTime(run.started_at);
  const age = started === undefined ? "" : formatAgo(now - started);
  const facts = [runWord(run.status, blockedBy), age, rowText(run.user_id ?? "", maxUserLength), shortId(run.id)];
  return {
    label: iconText(title),
    description: iconText(facts.filter((fact) => fact !== "" && fact !== title).join(" · ")),
    // A quick pick draws a spinning icon beside its place.
    iconPath: new vscode.ThemeIcon(runIcon(run.status, blockedBy).id.replace("~spin", "")),
    runId: run.id,
  };
}
