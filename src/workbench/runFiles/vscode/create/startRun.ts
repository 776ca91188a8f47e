import * as vscode from "vscode";
import { reopenFiles } from "#api/upload/fileSource.ts";
import { hasStartedRun } from "#host/contextKeys.ts";
import { showError, showNews } from "#host/errors/showError.ts";
import { oneIdHint } from "#model/conversationIds.ts";
import { countOf } from "#model/counts.ts";
import { nameLines } from "#model/nameLines.ts";
import { type Agreement, agreementOf } from "#runs/create/agreement.ts";
import type { NewRun } from "#runs/create/newRun.ts";
import type { RunsSession } from "#runs/store/runsSession.ts";
import type { App } from "#workbench/app.ts";
import { confirmProduction, changedReason, sentFacts } from "#workbench/connections/vscode/confirmProduction.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import { withUploadProgress } from "#workbench/runFiles/vscode/progress.ts";
import { confirmRequirements } from "./checkRequirements.ts";
import { createFailure } from "./lostCreate.ts";
import {
  goneUploads,
  type MarkedUploads,
  markedUploads,
  noMarkedUploads,
  removeMarks,
  withMarked,
} from "./markedUploads.ts";
import { type PersonsRun, showCreated } from "./showCreated.ts";

/** In milliseconds: how long a hint about the run is in the status bar. */
const hintTime = 15_000;

/** A run to start for a person, with what they are asked before. */
export interface RunStart {
  run: NewRun;
  /** Where it starts, as it was when the person agreed to the files. At another address they are asked again. */
  connection: Pick<Connection, "id" | "baseUrl">;
  /** Whether the uploads that are marked for the next run go with this one. */
  takesMarked?: boolean;
  /** What the question before a production app is about; *Run* and the name by default. */
  deed?: string;
  /** The button that answers it. */
  button: string;
  /** The notations of the variables that have values: `${env:USER}`. */
  variables?: readonly string[];
  /** What else the person should know, one fact per line. */
  more?: readonly string[];
  /** The address of the production app to which the person has already agreed to send such runs. */
  agreedTo?: string;
  /** Called with the run's id in place of opening it, or of telling that it was created. */
  onCreated?: (runId: string) => void;
}

/**
 * Starts a run for a person: asks first if needed, shows the progress, and opens it.
 *
 * @returns the run's id; `undefined` when the person declined
 */
export async function startRun(context: App, start: RunStart): Promise<string | undefined> {
  const { run, connection, takesMarked } = start;
  const marked = takesMarked ? markedUploads(context, connection.id, run.request) : noMarkedUploads;
  const whole = { ...start, run: { ...run, request: withMarked(run.request, marked) } };
  try {
    return await startAgreed(context, whole, marked, agreementOf(connection, run.files));
  } catch (error) {
    const runAgain = (): Promise<unknown> => startRun(context, start);
    throw goneUploads(context, { error, connectionId: connection.id, marked, runAgain }) ?? error;
  }
}

/**
 * Starts a run with its whole request, and again when the person wants that after a failure.
 *
 * @param agreed what the person has agreed to so far: anything else is asked about, on every app
 */
async function startAgreed(
  context: App,
  start: RunStart,
  marked: MarkedUploads,
  agreed: Agreement,
): Promise<string | undefined> {
  const { run, connection, onCreated } = start;
  const connectionId = connection.id;
  // A session is for one address: from here on nothing reaches another app than the one in the question.
  const session = context.sessions.get(connectionId);
  const agreement = agreementOf(context.connections.get(connectionId), run.files);
  if (!(await confirmStart(context, session, start, { marked, isChanged: agreement !== agreed }))) return undefined;
  showHint(oneIdHint(run.request));
  const sendAgain = async (): Promise<void> => {
    try {
      const current = { ...run, files: await reopenFiles(run.files) };
      await startAgreed(context, { ...start, run: current }, marked, agreement);
    } catch (error) {
      showError(error);
    }
  };
  const created = await createShown(context, session, run, { marked, sendAgain });
  context.firstSteps.note(hasStartedRun);
  await removeMarks(context, connectionId, marked);
  const { runId } = created;
  const { saveTo, name } = run;
  if (saveTo !== undefined) await context.outputs.saveAtEnd({ connectionId, runId, path: saveTo, name });
  await showCreated(context, session, run, created, onCreated);
  return runId;
}

/** Asks if the settings say so, or if something has changed since the person agreed. @returns whether to create it */
async function confirmStart(
  context: App,
  session: RunsSession,
  { run: { request, files, name }, deed = `Run ${name}`, button, variables = [], more = [], agreedTo }: RunStart,
  { marked, isChanged }: { marked: MarkedUploads; isChanged: boolean },
): Promise<boolean> {
  const connection = context.connections.get(session.connectionId);
  if (connection && (isChanged || (connection.production === "ask" && connection.baseUrl !== agreedTo))) {
    const uploads = marked.added.map((upload) => upload.name);
    const facts = [
      ...(await sentFacts(context, { request, files }, variables)),
      ...nameLines("Uploads:", uploads),
      ...more,
      oneIdHint(request) ?? [],
    ].flat();
    const act = { deed, facts, button, why: isChanged ? changedReason : undefined };
    if (!(await confirmProduction(connection, act, context.reports))) return false;
  }
  return confirmRequirements(context, session, { userId: request.user_id, name });
}

function showHint(hint: string | undefined): void {
  if (hint) vscode.window.setStatusBarMessage(`$(info) ${hint}`, hintTime);
}

/** Creates a run and shows the progress. @throws UserError with the buttons for what the person can do about it */
async function createShown(
  context: App,
  session: RunsSession,
  run: NewRun,
  { marked, sendAgain }: { marked: MarkedUploads; sendAgain: () => Promise<void> },
): Promise<PersonsRun> {
  const title = progressTitle(run, marked.added.length);
  return withUploadProgress(title, run.files, {}, async (task) => {
    const look = lookInStatusBar();
    try {
      const created = await context.creator.create(session, run, { ...task, onGone: tellGone, onLook: look.begin });
      return { ...created, wasStopped: task.signal.aborted };
    } catch (error) {
      throw createFailure(context, session, run, { error, wasStopped: task.signal.aborted, sendAgain });
    } finally {
      look.end();
    }
  });
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
  showNews(`${gone} being uploaded again.`, []);
}

/** `Starting run: refund.run.json with 2 files and 1 upload` */
function progressTitle({ mode, name, files: { length } }: NewRun, uploads: number): string {
  const starting = mode === "background" ? "Starting run in the background" : "Starting run";
  const parts = [length > 0 && countOf(length, "file"), uploads > 0 && countOf(uploads, "upload")].filter(Boolean);
  return `${starting}: ${parts.length === 0 ? name : `${name} with ${parts.join(" and ")}`}`;
}
