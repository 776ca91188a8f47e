import * as vscode from "vscode";
import { commandIds } from "#host/commandIds.ts";
import { confirm } from "#host/confirm.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import { sessionOf } from "#model/conversationIds.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import type { App } from "#workbench/app.ts";
import { requireTrust } from "#workbench/connections/vscode/guards.ts";
import { spokenStatus } from "#workbench/explorer/vscode/items/runRow.ts";
import { findLiveRun, findRuns, liveRun, type LiveRun } from "#workbench/explorer/vscode/runTarget.ts";
import { mayKeepSession, sameSession, sessionFacts } from "./keptSession.ts";
import { runSeveralAgain } from "./runSeveralAgain.ts";
import { readAgain, sendAgain, startOf } from "./startAgain.ts";

const runAgainQuestion = { command: commandIds.runAgain };

/**
 * Creates a run with the same input, user and files on the same app, in a new session if it had one, and opens it. A run
 * that nobody is looking at, and several runs, are started after a question.
 *
 * @returns the new run's id, or those of several
 */
export async function runAgain(
  context: App,
  clicked: unknown,
  selected: unknown,
): Promise<string | string[] | undefined> {
  requireTrust("no run is started");
  const isSeen = clicked !== undefined || context.panels.active !== undefined;
  const targets = await findRuns(context, runAgainQuestion, clicked, selected);
  if (targets.length > 1) return runSeveralAgain(context, targets);
  const [target] = targets;
  const found = target && (await liveRun(context, target));
  if (!found || !(await mayKeepSession(context, [found.run], found.connection, sameSession))) return undefined;
  return isSeen || (await isMeant(found)) ? startAgain(context, found) : undefined;
}

/** Asks whether a run was meant that isn't in view. Before it goes to production, the question about that names it. */
async function isMeant({ run, connection }: LiveRun): Promise<boolean> {
  if (connection.production === "ask") return true;
  const question = `Run “${runTitle(run, connection.titlePath)}” again?`;
  const detail = `${spokenStatus(run, Date.now())}. A new run with the same input starts on ${connection.name}.`;
  return confirm({ question, detail, act: "Run Again" });
}

/**
 * Runs a run again in its own session, after a question: an app with memory then goes on from what it remembers, and
 * replaces it.
 */
export async function runAgainInSameSession(context: App, argument: unknown): Promise<string | undefined> {
  requireTrust("no run is started");
  const found = await findLiveRun(context, argument, { command: commandIds.runAgainInSameSession });
  if (!found) return undefined;
  const session = sessionOf(found.run);
  if (session === undefined) throw new NothingToDo("This run has no session. Use “Run Again”.");
  const name = runTitle(found.run, found.connection.titlePath);
  const detail = sessionFacts([found.run], found.connection);
  const question = `Run “${name}” again in the same session?`;
  if (!(await confirm({ question, detail, act: sameSession }, context.reports))) return undefined;
  return startAgain(context, found, session);
}

/** @param session the one to run in; a new one by default */
async function startAgain(context: App, found: LiveRun, session?: string): Promise<string | undefined> {
  return context.starts.once(startOf(context, found), async () => {
    const request = await readAgain(context, found, session);
    const started = request && (await sendAgain(context, request));
    if (started !== undefined) vscode.window.setStatusBarMessage(request?.words ?? "", 5000);
    return started;
  });
}
