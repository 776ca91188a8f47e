import * as vscode from "vscode";
import { isApiError } from "../../api/errors.ts";
import { readAttachmentMode } from "../../host/attachmentSetting.ts";
import { showNews } from "../../host/errors/showError.ts";
import { UserError } from "../../host/errors/userError.ts";
import { UploadsFailed } from "../../runs/create/attachmentService.ts";
import type { CreatedRun, NewRun } from "../../runs/create/createRun.ts";
import { createWithFiles } from "../../runs/create/sendFiles.ts";
import type { SentCreate } from "../../runs/create/sentCreate.ts";
import { lookUpSentence, UnknownCreateError } from "../../runs/create/unknownCreate.ts";
import type { RunsSession } from "../../runs/store/session.ts";
import type { CommandContext } from "../commandContext.ts";
import type { ProgressTask } from "../steps/progress.ts";
import { uploadFailure } from "../uploads/uploadFailure.ts";
import { waysOfLost } from "./lostCreate.ts";

export interface NotedRun extends Pick<NewRun, "request" | "files" | "mode"> {
  /** What the person knows it by. */
  name: string;
  /** The address of the file that the request stands in. */
  file?: string | undefined;
  /** Absolute: where its output is to be written when it ends. */
  saveTo?: string | undefined;
  /** Sends it once more, when the person says so. */
  sendAgain: () => Promise<void>;
}

/**
 * Creates a run for a person, with a note of it for as long as nobody knows what became of it: a window that is loaded
 * anew looks for its run.
 *
 * @throws UserError with the ways out when it was stopped, or when nobody can say whether it arrived; else ApiError
 */
export async function createNoted(
  context: CommandContext,
  session: RunsSession,
  run: NotedRun,
  task: ProgressTask,
): Promise<CreatedRun> {
  const { connections, journal } = context;
  const { request, files, mode, name, file, saveTo } = run;
  const { connectionId } = session;
  const baseUrl = connections.get(connectionId)?.baseUrl ?? "";
  let noted: string | undefined;
  const settled = async (): Promise<void> => {
    if (noted !== undefined) await journal.remove(noted);
  };
  const onSend = async (sent: SentCreate): Promise<void> => {
    // It is sent a second time when the app has refused what the first one refers to.
    await settled();
    noted = await journal.add({ connectionId, baseUrl, name, file, saveTo, sent });
  };
  const onGone = (names: readonly string[]): void => {
    const gone =
      names.length === 1
        ? `The app no longer stores ${names[0]}. It is`
        : `The app no longer stores ${names.length} files. They are`;
    const onFailure = (failure: unknown): void => context.log.error(failure);
    showNews(`${gone} uploaded again.`, [], onFailure);
  };
  let onLooked: (() => void) | undefined;
  const onLook = (): void => {
    const looking = new Promise<void>((resolve) => (onLooked = resolve));
    vscode.window.setStatusBarMessage("$(search) Looking for the run…", looking);
  };
  try {
    const newRun = { request, files, mode, onSend, onLook, onGone, looksWhenStopped: true };
    const created = await createWithFiles(context.service, session, newRun, task);
    await settled();
    return created;
  } catch (error) {
    const isUnread = error instanceof UnknownCreateError && error.lookUp.kind === "unread";
    if (!isUnread) await settled();
    throw explain(context, session, run, { error, wasStopped: task.signal.aborted, settled });
  } finally {
    onLooked?.();
  }
}

interface Broken {
  error: unknown;
  /** By the person. */
  wasStopped: boolean;
  /** Takes the note away. */
  settled: () => Promise<void>;
}

function explain(context: CommandContext, session: RunsSession, run: NotedRun, broken: Broken): unknown {
  const { error, wasStopped, settled } = broken;
  if (error instanceof UploadsFailed) {
    return uploadFailure(error.result, "No run was created.", [{ title: "Try Again", run: run.sendAgain }]);
  }
  if (!(error instanceof UnknownCreateError)) {
    const isStop = wasStopped && isApiError(error) && error.kind === "aborted";
    const tooLarge = tooLargeTogether(error, run);
    if (tooLarge) return tooLarge;
    return isStop ? new UserError("You stopped it before it was sent. No run was created.") : error;
  }
  const sendAgain = async (): Promise<void> => {
    await settled();
    await run.sendAgain();
  };
  const { name, saveTo } = run;
  const what = wasStopped
    ? "You stopped it while it was being sent."
    : `${name} was sent, but its response was lost: ${error.reason}`;
  const lost = { session, sent: error.sent, name, saveTo, what, sendAgain, ways: [], onSettled: settled };
  const message = `${what} ${lookUpSentence(error.lookUp)}`;
  return new UserError(message, waysOfLost(context, lost, error.lookUp), { cause: error });
}

/** The setting alone keeps these files from being sent. */
function tooLargeTogether(error: unknown, { files }: NotedRun): UserError | undefined {
  if (!isApiError(error) || error.kind !== "too-large" || files.length < 2 || readAttachmentMode() !== "multipart")
    return undefined;
  const message = `${error.message} To upload the files one by one, set dynamiqRuns.attachments to auto.`;
  const open = () => vscode.commands.executeCommand("workbench.action.openSettings", "dynamiqRuns.attachments");
  return new UserError(message, [{ title: "Open Settings", run: open }], { cause: error });
}
