import * as vscode from "vscode";
import { isApiError } from "../../api/errors.ts";
import { readAttachmentMode } from "../../host/attachmentSetting.ts";
import { UserError } from "../../host/errors/userError.ts";
import { UploadsFailed } from "../../runs/create/attachmentService.ts";
import type { NewRun } from "../../runs/create/newRun.ts";
import { lookUpSentence, UnknownCreateError } from "../../runs/create/unknownCreate.ts";
import type { RunsSession } from "../../runs/store/session.ts";
import type { App } from "../app.ts";
import { uploadFailure } from "../uploads/uploadFailure.ts";
import { waysOfLost } from "./lostCreate.ts";

type Needs = Pick<App, "connections" | "creator" | "log" | "outputs" | "panels" | "sessions">;

export interface Failure {
  error: unknown;
  /** By the person. */
  wasStopped: boolean;
  /** Sends it again, after the person agrees. */
  sendAgain: () => Promise<void>;
}

/**
 * The error that says why no run was created, or why that isn't known, with its buttons. @returns the error to throw
 */
export function createFailure(context: Needs, session: RunsSession, run: NewRun, failure: Failure): unknown {
  const { error, wasStopped } = failure;
  if (error instanceof UploadsFailed) {
    return uploadFailure(error.result, "No run was created.", [{ title: "Try Again", run: failure.sendAgain }]);
  }
  if (!(error instanceof UnknownCreateError)) {
    const isStop = wasStopped && isApiError(error) && error.kind === "aborted";
    const tooLarge = tooLargeTogether(error, run);
    if (tooLarge) return tooLarge;
    return isStop ? new UserError("You canceled before the request was sent. No run was created.") : error;
  }
  const { sent, lookUp, reason } = error;
  const sendAgain = async (): Promise<void> => {
    await context.creator.settle(sent);
    await failure.sendAgain();
  };
  const { name, saveTo } = run;
  const what = wasStopped
    ? "You canceled while the request was being sent."
    : `${name} was sent, but its response was lost: ${reason}`;
  const lost = { session, sent, name, saveTo, what, sendAgain, ways: [] };
  return new UserError(`${what} ${lookUpSentence(lookUp)}`, waysOfLost(context, lost, lookUp), { cause: error });
}

/** Only the setting prevents these files from being sent. */
function tooLargeTogether(error: unknown, { files }: NewRun): UserError | undefined {
  if (!isApiError(error) || error.kind !== "too-large" || files.length < 2 || readAttachmentMode() !== "multipart")
    return undefined;
  const message = `${error.message} To upload the files one by one, set dynamiqRuns.attachments to auto.`;
  const open = () => vscode.commands.executeCommand("workbench.action.openSettings", "dynamiqRuns.attachments");
  return new UserError(message, [{ title: "Open Settings", run: open }], { cause: error });
}
