import * as vscode from "vscode";
import type { FileSource } from "#api/contract.ts";
import { isApiError } from "#api/errors.ts";
import { commandIds } from "#host/commandIds.ts";
import { confirm } from "#host/confirm.ts";
import { NothingToDo, UserError } from "#host/errors/userError.ts";
import { getsNewSession, sessionOf } from "#model/conversationIds.ts";
import { requestOfRun } from "#runFiles/runFileOfRun.ts";
import { agreementOf } from "#runs/create/agreement.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import type { App } from "#workbench/app.ts";
import { requireTrust } from "#workbench/connections/vscode/guards.ts";
import { findLiveRun, type LiveRun } from "#workbench/explorer/vscode/runTarget.ts";
import { startRun } from "./create/startRun.ts";
import { mayKeepSession, sameSession, sessionFacts } from "./keptSession.ts";
import { openFiles } from "./openFiles.ts";

/**
 * Creates a run with the same input, user and files on the same app, in a new session if it had one, and opens it.
 *
 * @returns the new run's id
 */
export async function runAgain(context: App, argument: unknown): Promise<string | undefined> {
  requireTrust("no run is started");
  const found = await findLiveRun(context, argument);
  if (!found || !(await mayKeepSession(context, [found.run], found.connection, sameSession))) return undefined;
  return startAgain(context, found);
}

/**
 * The same in the session of the run, after a question: an app with memory then goes on from what it remembers, and
 * replaces it.
 */
export async function runAgainInSameSession(context: App, argument: unknown): Promise<string | undefined> {
  requireTrust("no run is started");
  const found = await findLiveRun(context, argument);
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
  const { run, sent } = found;
  const request = requestOfRun(run, sent?.fileIds, session);
  const name = runTitle(run, found.connection.titlePath);
  const what = ["again", found.session.connectionId, run.id];
  const place = { connectionId: found.session.connectionId, runId: run.id };
  return context.starts.once({ name, what, connections: context.connections }, async () => {
    const button = "Run Again";
    const files = await attachedAgain(context, found, { name, button });
    if (!files) return undefined;
    const sending = { request, files, mode: "stream", name } as const;
    const facts = { button, agreement: agreementOf(found.connection, files) };
    const started = await startRun(context, found.session, sending, facts);
    if (started === undefined) return undefined;
    const isNew = session === undefined && getsNewSession(run);
    const words = `Started again${isNew ? " in a new session" : ""}`;
    // The new run moves the rows, so a second click would start another one again.
    context.tree.hold(place, { kind: "started again", words });
    vscode.window.setStatusBarMessage(words, 5000);
    return started;
  });
}

/**
 * The current versions of the files, after a question about those outside the workspace folders, including those that
 * were inside before.
 *
 * @returns `undefined` when the person declined
 * @throws UserError for a file that doesn't exist any more
 */
async function attachedAgain(
  context: App,
  { run, session, connection, sent }: LiveRun,
  question: { name: string; button: string },
): Promise<FileSource[] | undefined> {
  try {
    const toOpen = { source: "run again", paths: sent?.files ?? [], areSelected: false, connection };
    return await openFiles(context, { ...toOpen, ...question });
  } catch (error) {
    if (!isApiError(error)) throw error;
    const place = { connectionId: session.connectionId, runId: run.id };
    const edit = { title: "Run Again with Edits", run: { command: commandIds.runAgainWithEdits, args: [place] } };
    throw new UserError(
      `${error.message} It was attached to this run, so the run can't be repeated unchanged.`,
      [edit],
      { cause: error },
    );
  }
}
