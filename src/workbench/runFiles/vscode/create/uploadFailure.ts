import type { ApiError } from "#api/errors.ts";
import { NothingToDo, UserError, type NextStep } from "#host/errors/userError.ts";
import type { UploadResult } from "#runs/create/attachmentService.ts";

/**
 * The error that says which files were not uploaded and why. Its buttons start with retrying, then come the settings
 * for the failure.
 */
export function uploadFailure(
  { done, failed, left }: UploadResult,
  after: string,
  nextSteps: readonly NextStep[],
): UserError {
  const [first, ...others] = failed;
  const stopped = first?.error.kind === "aborted";
  const reasons = stopped
    ? [`The upload of ${first.file.name} was canceled.`]
    : failed.slice(0, 3).map(({ file, error }) => `${file.name} ${notUploaded(error)}: ${error.message}`);
  if (others.length > 2) {
    const more = others.length - 2;
    reasons.push(`${more} more ${more === 1 ? "wasn't" : "weren't"} uploaded either.`);
  }
  const open = left.length === 0 ? [] : [`${files(left.length)} not tried.`];
  const before = done.length === 0 ? [] : [`${files(done.length)} uploaded.`];
  const message = [...reasons, ...open, ...before, after].filter(Boolean).join(" ");
  const Kind = stopped ? NothingToDo : UserError;
  return new Kind(message, nextSteps, { cause: first?.error });
}

/** A gateway may have lost the response although the app has the upload. */
function notUploaded({ outcomeUnknown }: ApiError): string {
  return outcomeUnknown ? "may not have been uploaded" : "was not uploaded";
}

function files(count: number): string {
  return count === 1 ? "1 file was" : `${count} files were`;
}
