import { type ApiError, isApiError } from "../../../../api/errors.ts";
import { explainError } from "../../../../host/errors/explainError.ts";
import { UserError } from "../../../../host/errors/userError.ts";
import { UploadsFailed } from "../../../../runs/create/attachmentService.ts";
import type { NewRun } from "../../../../runs/create/newRun.ts";
import { lookUpSentence, lostWords, mayTryAgain, UnknownCreateError } from "../../../../runs/create/unknownCreate.ts";
import type { RunsSession } from "../../../../runs/store/runsSession.ts";
import type { App } from "../../../app.ts";
import { waysOfLost } from "./lostCreate.ts";
import { uploadFailure } from "./uploadFailure.ts";

interface Failure {
  error: unknown;
  /** By the person. */
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
    if (isStop) return new UserError("You canceled before the request was sent. No run was created.");
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
