import { type ApiError, isApiError } from "../api/errors.ts";
import { stringifyJson } from "../base/json/stringifyJson.ts";
import type { ApiErrorKind } from "../model/errorKinds.ts";
import { RunFileError } from "../runFiles/errors.ts";
import { UploadsFailed } from "../runs/create/attachmentService.ts";
import { ToolError } from "./toolError.ts";

export interface ToolFailure {
  /** In our own words, with the next step. */
  message: string;
  /** Words of an app or a file. */
  data: readonly string[];
}

const sentences: Readonly<Record<ApiErrorKind, string>> = {
  auth: "The app rejected the access key. Ask the person to replace the key of this connection.",
  forbidden: "The access key isn't for this app. Ask the person to replace the key, or use another connection.",
  "not-found": "The app doesn't know it. Check the id with listRuns, and the connection with listConnections.",
  invalid: "The app refused the request. Correct what it names and call the tool again.",
  "too-large": "The request is larger than an app accepts. Send less.",
  "rate-limited": "The app gets too many requests. Wait a minute, then call the tool again.",
  "plan-limit": "The plan of the app's organization has reached a limit. Don't call the tool again: tell the person.",
  server: "The app has a problem of its own. Try it again later.",
  network: "The app can't be reached. Ask the person to check the connection, then call the tool again.",
  timeout: "The app didn't respond in time. Try it again later.",
  tls: "The app's certificate isn't trusted. Ask the person to diagnose the connection.",
  protocol: "The app's response isn't one of the Runs API. Ask the person to check the address of the connection.",
  aborted: "The call was canceled.",
};

/** For a key that this machine doesn't have or mustn't send. */
const unsentKey =
  "The access key of this connection can't be used here, so nothing was sent. Ask the person to replace it.";

/** An error in words for a model; `undefined` for one that nobody expects. */
export function explainToolError(error: unknown): ToolFailure | undefined {
  if (error instanceof ToolError) return { message: error.message, data: error.data };
  if (error instanceof RunFileError) {
    return { message: "The file can't be used as it is. Correct it and call the tool again.", data: [error.message] };
  }
  if (error instanceof UploadsFailed) return ofApi(error.ofRun);
  return isApiError(error) ? ofApi(error) : undefined;
}

function ofApi({ kind, status, message, details, outcomeUnknown }: ApiError): ToolFailure {
  const unknown = "It may or may not have taken effect, and it wasn't sent again. Check with listRuns first.";
  const more = details === undefined || details === null ? [] : [stringifyJson(details) ?? ""];
  const words = kind === "auth" && status === undefined ? unsentKey : sentences[kind];
  return { message: outcomeUnknown ? unknown : words, data: [message, ...more] };
}
