import { type ApiError, isApiError } from "#api/errors.ts";
import { messageOf } from "#base/thrown.ts";
import { refusalSentence } from "#model/refusalWords.ts";
import { UploadsFailed } from "#runs/create/attachmentService.ts";
import { UnknownCreateError } from "#runs/create/unknownCreate.ts";

/** The error and the next step, for a person. @param hasKey whether the environment has an access key */
export function errorText(error: unknown, hasKey: boolean): string {
  if (error instanceof UploadsFailed) return `${error.ofRun.message} No run was created.`;
  if (error instanceof UnknownCreateError) {
    return `${error.message} The request wasn't sent again: look at the app's runs before you run this command again.`;
  }
  if (!isApiError(error)) return messageOf(error);
  const unknown = error.outcomeUnknown
    ? " The request may or may not have taken effect, and it wasn't sent again."
    : "";
  return `${refusalSentence(error)}${unknown}${nextStep(error, hasKey)}`;
}

function nextStep({ kind }: ApiError, hasKey: boolean): string {
  if (kind !== "auth" && kind !== "forbidden") return "";
  return hasKey
    ? " Check DYNAMIQ_ACCESS_KEY: it must be an access key of this app's project or organization."
    : " Set DYNAMIQ_ACCESS_KEY to an access key of this app.";
}
