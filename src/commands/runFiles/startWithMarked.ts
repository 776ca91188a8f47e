import * as vscode from "vscode";
import { isApiError } from "../../api/errors.ts";
import { stringifyJson } from "../../base/json/stringifyJson.ts";
import type { Upload } from "../../connections/uploadStore.ts";
import { showError } from "../../host/errors/showError.ts";
import { UserError } from "../../host/errors/userError.ts";
import type { NewRun } from "../../runs/create/newRun.ts";
import type { RunsSession } from "../../runs/store/session.ts";
import type { App } from "../app.ts";
import { type StartFacts, startRun } from "../create/startRun.ts";

type Needs = Pick<
  App,
  | "connections"
  | "creator"
  | "log"
  | "nextRun"
  | "outputs"
  | "panels"
  | "reports"
  | "requirements"
  | "sessions"
  | "started"
  | "uploads"
>;

/**
 * Starts a run with the uploads that are marked for the next one. The marks are removed when the run was created. If it
 * was declined or failed, they stay for the next one.
 *
 * @returns the run's id
 */
export async function startWithMarked(
  context: Needs,
  session: RunsSession,
  run: NewRun,
  facts: StartFacts,
): Promise<string | undefined> {
  const { connectionId } = session;
  const marked = context.nextRun.list(connectionId);
  if (marked.length === 0) return startRun(context, session, run, facts);
  const own = run.request.file_ids ?? [];
  const added = marked.filter(({ id }) => !own.includes(id));
  const request = { ...run.request, file_ids: [...own, ...added.map(({ id }) => id)] };
  let runId: string | undefined;
  try {
    runId = await startRun(context, session, { ...run, request }, { ...facts, uploads: added.map(({ name }) => name) });
  } catch (error) {
    const runAgain = () => startWithMarked(context, session, run, facts);
    throw withoutGone(context, session, { error, marked, runAgain }) ?? error;
  }
  if (runId === undefined) return undefined;
  await context.nextRun.unmark(
    connectionId,
    marked.map(({ id }) => id),
  );
  vscode.window.setStatusBarMessage(
    `$(pinned) ${marked.length === 1 ? "1 upload" : `${marked.length} uploads`} attached to the run`,
    5000,
  );
  return runId;
}

interface Refusal {
  error: unknown;
  marked: readonly Upload[];
  /** Starts the run again, with the uploads that are still marked. */
  runAgain: () => Promise<unknown>;
}

/** If an app refuses an upload's id, it no longer has the upload. */
function withoutGone(
  context: Needs,
  session: RunsSession,
  { error, marked, runAgain }: Refusal,
): UserError | undefined {
  if (!isApiError(error) || error.status !== 400) return undefined;
  const text = stringifyJson([error.message, error.details]).toLowerCase();
  const gone = marked.filter(({ id }) => text.includes(id.toLowerCase()));
  if (gone.length === 0) return undefined;
  const go = async (): Promise<void> => {
    try {
      await context.uploads.forget(
        session.connectionId,
        gone.map(({ id }) => id),
      );
      await runAgain();
    } catch (failure) {
      showError(failure);
    }
  };
  const names = gone.map(({ name }) => name).join(", ");
  const message = `The app no longer stores ${names}, which you attached to this run. No run was created.`;
  return new UserError(message, [{ title: "Run Without It", run: go }], { cause: error });
}
