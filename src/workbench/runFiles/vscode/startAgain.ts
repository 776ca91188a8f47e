import type { CreateRunRequest, FileSource, RunMode } from "#api/contract.ts";
import { isApiError } from "#api/errors.ts";
import { commandIds } from "#host/commandIds.ts";
import { UserError } from "#host/errors/userError.ts";
import { getsNewSession } from "#model/conversationIds.ts";
import { requestOfRun } from "#runFiles/runFileOfRun.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import type { App } from "#workbench/app.ts";
import type { LiveRun } from "#workbench/explorer/vscode/runTarget.ts";
import { type RunStart, startRun } from "./create/startRun.ts";
import { openFiles } from "./openFiles.ts";

/** A run with all that is sent to start it again. */
export interface RunAgain extends Pick<LiveRun, "connection" | "run"> {
  name: string;
  request: CreateRunRequest;
  files: readonly FileSource[];
  /** What its row says when the new one has started. */
  words: string;
}

/** What a second click on the same thing has, too. */
export function startOf(
  { connections }: Pick<App, "connections">,
  { connection, run }: Pick<RunAgain, "connection" | "run">,
) {
  return { name: runTitle(run, connection.titlePath), what: ["again", connection.id, run.id], connections };
}

/**
 * Reads what a run was started with, and asks about files outside the workspace folders.
 *
 * @param session the one to run in; a new one by default @returns `undefined` when the person declined
 * @throws UserError for a file that doesn't exist any more
 */
export async function readAgain(context: App, found: LiveRun, session?: string): Promise<RunAgain | undefined> {
  const { run, sent, connection } = found;
  const name = runTitle(run, connection.titlePath);
  const files = await attachedAgain(context, found, { name, button: "Run Again" });
  if (!files) return undefined;
  const isNew = session === undefined && getsNewSession(run);
  const words = `Started again${isNew ? " in a new session" : ""}`;
  return { connection, run, name, request: requestOfRun(run, sent?.fileIds, session), files, words };
}

/** Starts it, after the questions that the app asks for. @returns the new run's id */
export async function sendAgain(
  context: App,
  { connection, run, name, request, files, words }: RunAgain,
  { mode = "stream", ...more }: Pick<RunStart, "agreedTo" | "onCreated"> & { mode?: RunMode } = {},
): Promise<string | undefined> {
  const ref = { connectionId: connection.id, runId: run.id };
  const again = { request, files, mode, name };
  const started = await startRun(context, { run: again, connection, button: "Run Again", ...more });
  if (started === undefined) return undefined;
  // The new run moves the rows, so a second click would start another one again.
  context.tree.hold(ref, { kind: "started again", words });
  return started;
}

/** The current versions of the files, also of those that were inside the workspace folders before. */
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
    const ref = { connectionId: session.connectionId, runId: run.id };
    const edit = { title: "Run Again with Edits", run: { command: commandIds.runAgainWithEdits, args: [ref] } };
    throw new UserError(
      `${error.message} The file was attached to this run, so the run can't be repeated unchanged.`,
      [edit],
      { cause: error },
    );
  }
}
