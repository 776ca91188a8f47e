import { type ApiError, isApiError } from "#api/errors.ts";
import { isContainer } from "#base/json/exactNumber.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { oneLine } from "#base/text/oneLine.ts";
import { messageOf } from "#base/thrown.ts";
import { commandIds } from "#host/commandIds.ts";
import { withRefusal } from "#model/refusalWords.ts";
import { NothingToDo, UserError, type NextStep } from "./userError.ts";

export interface Explanation {
  message: string;
  nextSteps: readonly NextStep[];
}

const showLog: NextStep = { title: "Show Log", run: { command: commandIds.showLog } };
const replaceKey = { title: "Replace Access Key…", run: { command: commandIds.replaceKey } };
const enterKey = { ...replaceKey, title: "Enter Access Key…" };
const diagnose = { title: "Diagnose Connection", run: { command: commandIds.diagnoseConnection } };
const switchConnection: NextStep = { title: "Switch Connection…", run: { command: commandIds.switchConnection } };

/** Whether an error is shown as information: the person has stopped it themselves, or there is nothing to do. */
export function isNews(error: unknown): boolean {
  return error instanceof NothingToDo || (isApiError(error) && error.kind === "aborted" && !error.outcomeUnknown);
}

/** Explains a caught value to a person, with the buttons that help. */
export function explainError(error: unknown): Explanation {
  if (error instanceof UserError) return { message: error.message, nextSteps: error.nextSteps };
  if (isApiError(error)) return { message: apiMessage(error), nextSteps: apiNextSteps(error) };
  return { message: messageOf(error), nextSteps: [showLog] };
}

function apiMessage(error: ApiError): string {
  // Without a status the details are our own, and the sentence already contains them.
  const details = error.status === undefined ? "" : oneLine(detailsText(error), maxDetailsLength);
  const message = withRefusal(error, details ? `${error.message} ${details}` : error.message);
  if (!error.outcomeUnknown) return message;
  return `${message} The request may or may not have taken effect, and it wasn't sent again. Refresh to check.`;
}

function apiNextSteps(error: ApiError): readonly NextStep[] {
  if (error.outcomeUnknown) return [{ title: "Refresh", run: { command: commandIds.refresh } }, showLog];
  switch (error.kind) {
    case "auth":
      return [error.keyless ? enterKey : replaceKey, diagnose].map((way) => ofConnection(way, error));
    case "forbidden":
      return [ofConnection(replaceKey, error), switchConnection];
    case "network":
    case "timeout":
    case "tls":
      return [diagnose, switchConnection];
    case "not-found":
      return [switchConnection];
    case "invalid":
      // The app has refused it, and gave no reason.
      return error.status !== undefined && error.code === undefined ? [showLog] : [];
    case "plan-limit":
    case "too-large":
    case "aborted":
      return [];
    case "rate-limited":
    case "server":
    case "protocol":
      return [diagnose, showLog];
  }
}

/** A next step for the connection of an error that knows it, which may not be the active one. */
function ofConnection(way: typeof replaceKey | typeof diagnose, { connectionId }: ApiError): NextStep {
  return connectionId === undefined ? way : { ...way, run: { ...way.run, args: [connectionId] } };
}

/** In characters. It is as much as a notification can show. The error has all details. */
const maxDetailsLength = 300;

/** The API's `details` in words, `input: cannot be blank`, unless its sentence contains them already. */
function detailsText({ details, message }: ApiError): string {
  if (details === undefined || details === null) return "";
  if (typeof details === "string") return message.endsWith(details) ? "" : details;
  if (!isContainer(details) || Array.isArray(details)) return stringifyJson(details) ?? "";
  return Object.entries(details)
    .filter(([field, reason]) => typeof reason !== "string" || !message.includes(`${field} ${reason}`))
    .map(([field, reason]) => `${field}: ${typeof reason === "string" ? reason : stringifyJson(reason)}`)
    .join("; ");
}
