import * as vscode from "vscode";
import { type ApiError, isApiError } from "#api/errors.ts";
import type { Run } from "#api/schemas.ts";
import { showPick } from "#host/dialogs.ts";
import { explainError } from "#host/errors/explainError.ts";
import { showError, showNews } from "#host/errors/showError.ts";
import { NothingToDo, UserError, type NextStep } from "#host/errors/userError.ts";
import { parseTime } from "#model/isoTime.ts";
import { shortId } from "#model/shortId.ts";
import { formatWhen } from "#model/times.ts";
import { UploadsFailed } from "#runs/create/attachmentService.ts";
import type { JournalEntry } from "#runs/create/createJournal.ts";
import type { NewRun } from "#runs/create/newRun.ts";
import type { SentCreate } from "#runs/create/sentCreate.ts";
import {
  lookUpSentence,
  lostWords,
  mayTryAgain,
  type OpenLookUp,
  UnknownCreateError,
} from "#runs/create/unknownCreate.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import type { RunsSession } from "#runs/store/runsSession.ts";
import type { App } from "#workbench/app.ts";
import { uploadFailure } from "./uploadFailure.ts";

/** A request without a response. */
interface LostCreate extends Pick<NewRun, "name" | "saveTo"> {
  session: RunsSession;
  sent: SentCreate;
  /** What happened, as a sentence. */
  what: string;
  /** Sends it again, after the person agrees; absent if only its file can be opened. */
  sendAgain?: () => Promise<void>;
  /** More buttons for the case that its run isn't found. */
  ways: readonly NextStep[];
}

/** The buttons after a look-up without a certain result. */
export function waysOfLost(context: App, lost: LostCreate, lookUp: OpenLookUp): NextStep[] {
  const again = (title: string): NextStep[] => (lost.sendAgain ? [{ title, run: lost.sendAgain }] : []);
  switch (lookUp.kind) {
    case "none":
    case "unread":
      return [{ title: "Look Again", run: () => settleLost(context, lost) }, ...again("Send Again"), ...lost.ways];
    case "several":
    case "possible":
      return [wayToRuns(context, lost, lookUp.runs), ...again("Run Anyway"), ...lost.ways];
  }
}

function wayToRuns(context: App, { session: { connectionId } }: LostCreate, runs: readonly Run[]): NextStep {
  const [only, ...others] = runs;
  if (!only || others.length > 0) return { title: "Show Runs…", run: () => chooseRun(context, connectionId, runs) };
  return { title: "Open Run", run: () => context.panels.open({ connectionId, runId: only.id }) };
}

/** Looks for its run in the list and reports the result. */
async function settleLost(context: App, lost: LostCreate): Promise<void> {
  const { session, sent, what } = lost;
  const looking = context.creator.lookAgain(session, sent);
  vscode.window.setStatusBarMessage("$(search) Looking for the run…", looking);
  const lookUp = await looking;
  if (lookUp.kind !== "found") {
    showNews(`${what} ${lookUpSentence(lookUp)}`, waysOfLost(context, lost, lookUp), showError);
    return;
  }
  const runId = lookUp.run.id;
  const { connectionId } = session;
  if (lost.saveTo !== undefined)
    await context.outputs.saveAtEnd({ connectionId, runId, path: lost.saveTo, name: lost.name });
  const open = { title: "Open Run", run: () => context.panels.open({ connectionId, runId }) };
  showNews(`${what} The app received the request and started a run.`, [open], showError);
}

/** Finds the outcome of the requests that were in progress when the window was closed or reloaded. */
export async function settleLeft(context: App): Promise<void> {
  // One after the other, so that equal ones each find a run of their own.
  for (const entry of context.creator.left) {
    const connection = context.connections.get(entry.connectionId);
    // A connection that can't be read now may be readable the next time.
    if (!connection && !context.connections.wasRemoved(entry.connectionId)) continue;
    // An app whose connection was removed can't be asked, and the sample app has ended with the window.
    const canAsk = connection?.baseUrl === entry.baseUrl && !connection.sample;
    const settled = canAsk ? settleLost(context, lostCreateOf(context, entry)) : context.creator.settle(entry.sent);
    await settled.catch((error: unknown) => context.log.error(error));
  }
}

function lostCreateOf(context: App, { connectionId, name, file, saveTo, sent }: JournalEntry): LostCreate {
  return {
    session: context.sessions.get(connectionId),
    sent,
    name,
    saveTo,
    what: `${name} was being sent when the window was closed.`,
    ways:
      file === undefined
        ? []
        : [{ title: "Open File", run: () => vscode.window.showTextDocument(vscode.Uri.parse(file)) }],
  };
}

async function chooseRun(context: App, connectionId: string, runs: readonly Run[]): Promise<void> {
  const titlePath = context.connections.get(connectionId)?.titlePath;
  const items = runs.map((run) => {
    const started = parseTime(run.started_at);
    const when = started === undefined ? [] : [formatWhen(started, Date.now())];
    return {
      label: runTitle(run, titlePath),
      description: [shortId(run.id), ...when].join(" · "),
      runId: run.id,
    };
  });
  const chosen = await showPick(items, {
    title: "Runs That May Be Yours",
    placeHolder: "Select a run to open",
  });
  if (chosen) context.panels.open({ connectionId, runId: chosen.runId });
}

interface Failure {
  error: unknown;
  /** Whether the person stopped it. */
  wasStopped: boolean;
  /** Sends it again, after the person agrees. */
  sendAgain: () => Promise<void>;
}

/**
 * The error that says why no run was created, or why that isn't known, with its buttons. @returns the error to throw
 */
export function createFailure(context: App, session: RunsSession, run: NewRun, failure: Failure): unknown {
  const { error, wasStopped } = failure;
  if (error instanceof UploadsFailed) {
    return uploadFailure(error.result, "No run was created.", [{ title: "Retry", run: failure.sendAgain }]);
  }
  if (!(error instanceof UnknownCreateError)) {
    const isStop = wasStopped && isApiError(error) && error.kind === "aborted";
    if (isStop) return new NothingToDo("You canceled before the request was sent. No run was created.");
    return isApiError(error) && mayTryAgain(error) ? refusedForNow(error, failure) : error;
  }
  const { sent, lookUp } = error;
  const sendAgain = async (): Promise<void> => {
    await context.creator.settle(sent);
    await failure.sendAgain();
  };
  const { name, saveTo } = run;
  const what = wasStopped ? "You canceled while the request was being sent." : lostWords(name, error);
  const lost = { session, sent, name, saveTo, what, sendAgain, ways: [] };
  return new UserError(`${what} ${lookUpSentence(lookUp)}`, waysOfLost(context, lost, lookUp), { cause: error });
}

/** The app has said when to send the request again, or that it is busy. */
function refusedForNow(error: ApiError, { sendAgain }: Failure): UserError {
  const { message, nextSteps } = explainError(error);
  return new UserError(message, [{ title: "Retry", run: sendAgain }, ...nextSteps], { cause: error });
}
