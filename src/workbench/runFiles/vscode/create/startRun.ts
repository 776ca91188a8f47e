import * as vscode from "vscode";
import { type ApiError, isApiError } from "#api/errors.ts";
import { reopenFiles } from "#api/upload/fileSource.ts";
import { notificationText } from "#host/errors/notificationText.ts";
import { showError, showNews } from "#host/errors/showError.ts";
import { UserError } from "#host/errors/userError.ts";
import { oneIdHint } from "#model/conversationIds.ts";
import { countOf } from "#model/counts.ts";
import { nameLines } from "#model/nameLines.ts";
import { statusWord } from "#model/status.ts";
import { type Agreement, agreementOf } from "#runs/create/agreement.ts";
import { namedIn } from "#runs/create/attachmentService.ts";
import type { NewRun } from "#runs/create/newRun.ts";
import { foundWords } from "#runs/create/unknownCreate.ts";
import { inputTitle } from "#runs/labels/runLabel.ts";
import type { RunsSession } from "#runs/store/runsSession.ts";
import type { App } from "#workbench/app.ts";
import { confirmProduction, hasChanged, sentFacts } from "#workbench/connections/vscode/confirmProduction.ts";
import type { Upload } from "#workbench/core/uploadStore.ts";
import { withUploadProgress } from "#workbench/runFiles/vscode/progress.ts";
import { confirmRequirements } from "./checkRequirements.ts";
import { createFailure } from "./lostCreate.ts";
import { waitForEnd } from "./waitForEnd.ts";

/** In milliseconds: how long a hint about the run is in the status bar. */
const hintTime = 15_000;

/** Facts about a run for the question before it is sent to a production app. */
export interface StartFacts {
  button: string;
  /** The notations of the variables that have values: `${env:USER}`. */
  variables?: readonly string[];
  uploads?: readonly string[];
  /** What the question is about; *Run* and the name by default. */
  deed?: string;
  /** What else the person should know, one fact per line. */
  more?: readonly string[];
  /** The address of the production app to which the person has already agreed to send such runs. */
  agreedTo?: string;
  /** What the person has agreed to so far. Anything else is asked about, also on an app that isn't production. */
  agreement?: Agreement;
  /** Called with the run's id in place of opening it, or of telling that it was created. */
  onCreated?: (runId: string) => void;
}

/** Creates a run for a person: asks first if needed, shows the progress, and opens it. @returns the run's id */
export async function startRun(
  context: App,
  { connectionId }: Pick<RunsSession, "connectionId">,
  run: NewRun,
  facts: StartFacts,
): Promise<string | undefined> {
  const { files, mode, name, saveTo } = run;
  // A session is for one address: from here on nothing reaches another app than the one in the question.
  const session = context.sessions.get(connectionId);
  const agreement = agreementOf(context.connections.get(connectionId), files);
  const isChanged = (facts.agreement ?? agreement) !== agreement;
  if (!(await confirmStart(context, session, run, { ...facts, isChanged }))) return undefined;
  showHint(oneIdHint(run.request));
  const sendAgain = async (): Promise<void> => {
    try {
      await startRun(context, session, { ...run, files: await reopenFiles(files) }, { ...facts, agreement });
    } catch (error) {
      showError(error);
    }
  };
  let wasStopped = false;
  const title = progressTitle(run, facts.uploads?.length ?? 0);
  const { runId, finished, lost } = await withUploadProgress(title, files, {}, async (task) => {
    const look = lookInStatusBar();
    try {
      return await context.creator.create(session, run, { ...task, onGone: tellGone, onLook: look.begin });
    } catch (error) {
      throw createFailure(context, session, run, { error, wasStopped: task.signal.aborted, sendAgain });
    } finally {
      wasStopped = task.signal.aborted;
      look.end();
    }
  });
  context.firstSteps.note("startedRun");
  if (saveTo !== undefined) await context.outputs.saveAtEnd({ connectionId, runId, path: saveTo, name });
  const message = lost ? foundMessage(name, lost, wasStopped) : createdMessage(context, session, run);
  // The run may not have been read yet.
  const named = { title: titleOf(context, connectionId, run) ?? "" };
  const open = (): void => context.panels.open({ connectionId, runId }, named);
  if (mode === "background") context.started.note(connectionId, runId, { inBackground: true });
  if (mode === "background" && !facts.onCreated) {
    showNews(message, [{ title: "Open Run", run: open }], showError);
    return runId;
  }
  if (lost) vscode.window.showInformationMessage(notificationText(message)).then(undefined, showError);
  if (facts.onCreated) {
    facts.onCreated(runId);
    return runId;
  }
  if (mode === "wait") {
    const ended = await waitForEnd({ session, runId, finished, name, onWaitingForPerson: open });
    if (ended) vscode.window.setStatusBarMessage(`Run ${statusWord(ended.status)}`, 5000);
    else showNews(`${name} continues in the background.`, [{ title: "Open Run", run: open }], showError);
    if (!ended) return runId;
  }
  open();
  return runId;
}

function showHint(hint: string | undefined): void {
  if (hint) vscode.window.setStatusBarMessage(`$(info) ${hint}`, hintTime);
}

interface AskedFacts extends StartFacts {
  /** Whether the person has agreed to something else. */
  isChanged: boolean;
}

/** Asks if the settings say so. @returns whether to create the run */
async function confirmStart(
  context: App,
  session: RunsSession,
  { request, files, name }: NewRun,
  { button, variables = [], uploads = [], deed = `Run ${name}`, more = [], agreedTo, isChanged }: AskedFacts,
): Promise<boolean> {
  const connection = context.connections.get(session.connectionId);
  if (connection && (isChanged || (connection.production === "ask" && connection.baseUrl !== agreedTo))) {
    const facts = [
      ...(await sentFacts(context, { request, files }, variables)),
      ...nameLines("Uploads:", uploads),
      ...more,
      oneIdHint(request) ?? [],
    ].flat();
    const act = { deed, facts, button, why: isChanged ? hasChanged : undefined };
    if (!(await confirmProduction(connection, act, context.reports))) return false;
  }
  return confirmRequirements(context, session, { userId: request.user_id, name });
}

/** Shows in the status bar that a run is looked for, from `begin` to `end`. */
function lookInStatusBar(): { begin: () => void; end: () => void } {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const begin = (): void => void vscode.window.setStatusBarMessage("$(search) Looking for the run…", ended);
  return { begin, end };
}

/** Reports uploads that the app no longer has. */
function tellGone(names: readonly string[]): void {
  const gone =
    names.length === 1
      ? `The app no longer stores ${names[0]}. It is`
      : `The app no longer stores ${names.length} files. They are`;
  showNews(`${gone} uploaded again.`, []);
}

function createdMessage(context: App, { connectionId }: RunsSession, run: NewRun): string {
  const title = titleOf(context, connectionId, run) ?? run.name;
  return `The run “${title}” was created${elsewhere(context, connectionId)}.`;
}

/** The title that its row will have; `undefined` if that is its id. */
function titleOf({ connections }: App, connectionId: string, { request }: NewRun): string | undefined {
  return inputTitle({ input: request.input }, connections.get(connectionId)?.titlePath);
}

/** The connection's name, if the explorer shows another one. */
function elsewhere({ connections }: App, connectionId: string): string {
  return connections.active?.id === connectionId ? "" : ` on ${connections.get(connectionId)?.name}`;
}

/** For a run that no response has named and that the list contains. */
function foundMessage(name: string, lost: ApiError, wasStopped: boolean): string {
  if (wasStopped) return "You canceled too late: the app has the request, and the run continues.";
  return foundWords(name, lost);
}

/** `Starting run: refund.run.json with 2 files and 1 upload` */
function progressTitle({ mode, name, files: { length } }: NewRun, uploads: number): string {
  const starting = mode === "background" ? "Starting run in the background" : "Starting run";
  const parts = [length > 0 && countOf(length, "file"), uploads > 0 && countOf(uploads, "upload")].filter(Boolean);
  return `${starting}: ${parts.length === 0 ? name : `${name} with ${parts.join(" and ")}`}`;
}

/**
 * Starts a run with the uploads that are marked for the next one. The marks are removed when the run was created. If it
 * was declined or failed, they stay for the next one.
 *
 * @returns the run's id
 */
export async function startWithMarked(
  context: App,
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
  const agreement = agreementOf(context.connections.get(connectionId), run.files);
  let runId: string | undefined;
  try {
    runId = await startRun(context, session, { ...run, request }, { ...facts, uploads: added.map(({ name }) => name) });
  } catch (error) {
    const runAgain = () => startWithMarked(context, session, run, { ...facts, agreement });
    throw withoutGone(context, session, { error, marked, runAgain }) ?? error;
  }
  if (runId === undefined) return undefined;
  await context.nextRun.unmark(
    connectionId,
    marked.map(({ id }) => id),
  );
  vscode.window.setStatusBarMessage(`$(pinned) ${countOf(marked.length, "upload")} attached to the run`, 5000);
  return runId;
}

interface Refusal {
  error: unknown;
  marked: readonly Upload[];
  /** Starts the run again, with the uploads that are still marked. */
  runAgain: () => Promise<unknown>;
}

/** If an app refuses an upload's id, it no longer has the upload. */
function withoutGone(context: App, session: RunsSession, { error, marked, runAgain }: Refusal): UserError | undefined {
  if (!isApiError(error) || error.status !== 400) return undefined;
  const gone = namedIn(error, marked);
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
