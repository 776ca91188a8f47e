import type * as z from "zod";
import { ApiError } from "#api/errors.ts";
import { errorResponseSchema } from "#api/schemas.ts";
import { parseJson } from "#base/json/parseJson.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { oneLine, withFullStop } from "#base/text/oneLine.ts";
import type { ApiErrorKind } from "#model/errorKinds.ts";
import { parseRetryAfter } from "./backoff.ts";
import type { Redact } from "./redact.ts";

/** A response whose status says that the request failed. */
export interface RefusedRequest {
  method: "GET" | "POST";
  status: number;
  header: (name: string) => string | undefined;
  /** The start of the body: JSON, a proxy's page or nothing. */
  text: string;
  redact: Redact;
  connectionId?: string;
  /** Milliseconds since the epoch. */
  now: number;
  /** Whether the request had no access key. */
  keyless?: boolean;
}

/** In characters. It is as much as a notification can show. */
const maxMessageLength = 600;

/** Makes the error of a response that isn't a 2xx. It repeats nothing of the body but the Runs API's own error. */
export function errorOfResponse(request: RefusedRequest): ApiError {
  const { method, status, header, text, redact, connectionId, now, keyless } = request;
  if (status < 400) return redirectError(status, header("location"), redact);
  const body = readBody(text, redact);
  const kind = isPlanLimit(status, body)
    ? "plan-limit"
    : (kindOfStatus[status] ?? (status >= 500 ? "server" : "invalid"));
  const retryAfter = parseRetryAfter(header("retry-after"), now);
  if (kind === "auth" && keyless) {
    const message = `This app needs an access key (HTTP ${status}).`;
    const { details } = body ?? {};
    return new ApiError({ kind, message, status, code: "no_key", keyless, details, retryAfter, connectionId });
  }
  return new ApiError({
    kind,
    message: messageOf(status, kind, sentence(body?.message, body?.details), retryAfter),
    status,
    code: body?.code ?? undefined,
    details: body?.details,
    retryAfter,
    outcomeUnknown: method === "POST" && mayHaveTakenEffect(status, header("content-type"), body),
    connectionId,
  });
}

type ErrorBody = z.infer<typeof errorResponseSchema>["error"];

/**
 * Whether a request may have taken effect: a gateway may give up with any 5xx or a 408, so only our own 503 refuses.
 */
function mayHaveTakenEffect(status: number, contentType: string | undefined, body: ErrorBody | undefined): boolean {
  if (status !== 503) return status === 408 || status >= 500;
  const isJson = /^application\/([\w.+-]+\+)?json\b/i.test(contentType ?? "");
  return !isJson || typeof body?.code !== "string" || typeof body.message !== "string";
}

/** A limit of requests in a time passes, so it isn't one of the plan. */
const rateWords = /\b(rate|concurren\w+|requests?)[ _-]?limit|too[ _-]many[ _-]requests|limits? (of|on) requests/gi;
const planWords = /\b(plans?|quotas?|limits?|subscriptions?|billing|payments?)\b/i;

/** Whether the organization's plan refuses the request, which neither another key nor waiting changes. */
function isPlanLimit(status: number, body: ErrorBody | undefined): boolean {
  if (status === 402) return true;
  if (status !== 403 && status !== 429) return false;
  const text = [body?.code, sentence(body?.message, body?.details)].join(" ");
  return planWords.test(text.replaceAll(rateWords, "").replaceAll("_", " "));
}

const kindOfStatus: Partial<Record<number, ApiErrorKind>> = {
  401: "auth",
  403: "forbidden",
  404: "not-found",
  408: "timeout",
  413: "too-large",
  429: "rate-limited",
};

const defaultMessages: Partial<Record<ApiErrorKind, string>> & { invalid: string } = {
  auth: "The app rejected the access key.",
  forbidden: "The access key is not for this app.",
  "not-found": "The app, run or file does not exist.",
  invalid: "The app rejected the request.",
  "too-large": "The request is too large for the app.",
  "rate-limited": "The app received too many requests.",
  "plan-limit": "The app has reached a limit of its plan.",
  server: "The app is unavailable at the moment.",
  timeout: "The app timed out waiting for the request.",
};

function messageOf(
  status: number,
  kind: ApiErrorKind,
  appMessage: string | undefined,
  retryAfter: number | undefined,
): string {
  const own =
    status === 407
      ? "The proxy requires authentication. Add a user name and a password to its address."
      : (defaultMessages[kind] ?? defaultMessages.invalid);
  const wait = retryAfter ? ` The app asks you to wait ${inWords(retryAfter)}.` : "";
  if (appMessage === undefined) return `${own}${wait} (HTTP ${status})`;
  return wait ? `${withFullStop(appMessage)}${wait}` : appMessage;
}

/** A duration in the largest unit of which there are at least two, rounded. */
function inWords(milliseconds: number): string {
  const units = [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
    ["second", 1],
  ] as const;
  const seconds = Math.ceil(milliseconds / 1_000);
  const [unit, size] = units.find(([, each]) => seconds >= 2 * each) ?? ["second", 1];
  const count = Math.ceil(seconds / size);
  if (count > 1_000) return "for years";
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

function readBody(text: string, redact: Redact): ErrorBody | undefined {
  try {
    // Written as JSON again, so that no escape hides a secret from `redact`.
    const value = parseJson(redact(stringifyJson(parseJson(text)) ?? ""));
    return errorResponseSchema.safeParse(value).data?.error;
  } catch {
    // A proxy's page or an empty body: the status alone decides.
    return undefined;
  }
}

/** The API's message with its details for each field, for example `Bad Request: input cannot be blank`. */
function sentence(message: string | null | undefined, details: unknown): string | undefined {
  const shownMessage = message ? oneLine(message, maxMessageLength) : "";
  if (shownMessage === "") return undefined;
  const fields = detailsInWords(details);
  return fields === "" ? shownMessage : oneLine(`${shownMessage}: ${fields}`, maxMessageLength);
}

function detailsInWords(details: unknown): string {
  if (typeof details === "string") return details;
  if (typeof details !== "object" || details === null || Array.isArray(details)) return "";
  const fields = Object.entries(details).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return fields.map(([field, text]) => `${field} ${text}`).join(", ");
}

/** Redirects aren't followed: the key belongs to one origin. A path may hold private data, so it isn't named. */
function redirectError(status: number, location: string | undefined, redact: Redact): ApiError {
  const target = location === undefined ? undefined : URL.parse(location);
  const where = target ? `to ${redact(target.origin)}` : "elsewhere";
  const message =
    location === undefined
      ? `This address isn't a Dynamiq app (HTTP ${status}). Check the address.`
      : `The app's address redirects ${where} (HTTP ${status}), and the access key isn't sent there. Check the address.`;
  return new ApiError({ kind: "protocol", message, status });
}
