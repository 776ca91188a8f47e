import { ApiError, type ApiErrorInit, isApiError } from "#api/errors.ts";
import type { Redact } from "./redact.ts";

/** The facts about a request that failed before its response or during it. */
export interface FailureContext {
  /** The app's host, for the message. */
  host: string;
  /** Whether the caller aborted, or the client was closed. */
  aborted: boolean;
  /** Whether a connection was open and the request began to leave. */
  started: boolean;
  /** Whether the response's status and headers arrived. */
  responded: boolean;
  redact: Redact;
}

/** Turns an error of undici, of the socket or of a body's source into an {@link ApiError}. */
export function toApiError(error: unknown, context: FailureContext): ApiError {
  const { aborted, responded, redact } = context;
  const cause = plainCause(error, redact);
  if (aborted) return abortedError(cause);
  if (isApiError(error)) return error;
  // After the headers, the parser fails on chunks that were cut off: that is a broken connection like any other.
  const isNotHttp = cause.name === "HTTPParserError" && !responded;
  const code = isNotHttp ? notHttp : cause.code;
  return new ApiError({ ...describe(code, context), code: cause.code, cause });
}

export function abortedError(cause?: unknown): ApiError {
  return new ApiError({ kind: "aborted", message: "The request was canceled.", cause });
}

/** The response stopped, or is so slow that it would never end. */
export function slowResponse(host: string, wasSilent: boolean): ApiError {
  const message = wasSilent ? silence(host) : `${host} sends its response too slowly.`;
  return new ApiError({ kind: "timeout", message });
}

function silence(host: string): string {
  return `${host} didn't respond in time.`;
}

/** A copy of an error, for a request that was sent and whose effect is unknown. */
export function withUnknownOutcome(error: ApiError, message = error.message): ApiError {
  const { kind, status, code, details, retryAfter, cause } = error;
  return new ApiError({ kind, message, status, code, details, retryAfter, cause, outcomeUnknown: true });
}

/** undici gives the errors of its HTTP parser a name, but no code. */
const notHttp = "NOT_HTTP";
const certificateCodes = /^(ERR_(TLS|SSL)_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_|INVALID_(CA|PURPOSE)$)/;

function describe(code: string | undefined, context: FailureContext): Pick<ApiErrorInit, "kind" | "message"> {
  const { host, started, responded } = context;
  // undici's own codes tell a person nothing. The system's codes can be searched for.
  const inBrackets = code === undefined || code.startsWith("UND_ERR_") ? "" : ` (${code})`;
  // After the request began to leave, the certificate was accepted, so a later failure is a broken connection.
  if (!started && (code === "EPROTO" || code === "UND_ERR_PRX_TLS" || certificateCodes.test(code ?? ""))) {
    const reason = tlsReasons[code ?? ""] ?? "its certificate was rejected";
    return { kind: "tls", message: `Can't connect securely to ${host}: ${reason}${inBrackets}.` };
  }
  switch (code) {
    case "UND_ERR_CONNECT_TIMEOUT":
    case "ETIMEDOUT":
      return { kind: "timeout", message: `${host} didn't accept the connection in time.` };
    case "UND_ERR_HEADERS_TIMEOUT":
    case "UND_ERR_BODY_TIMEOUT":
      return { kind: "timeout", message: silence(host) };
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return { kind: "network", message: `The host name ${host} was not found.` };
    case "ECONNREFUSED":
      return { kind: "network", message: `No server is listening at ${host}.` };
    case "UND_ERR_ABORTED":
    case "UND_ERR_PRX_CONN":
      return { kind: "network", message: `The proxy didn't connect to ${host}. It may require authentication.` };
    case "UND_ERR_DESTROYED":
    case "UND_ERR_CLOSED":
      return { kind: "aborted", message: "The request was canceled: its connection was closed." };
    case "UND_ERR_INVALID_ARG":
      return { kind: "invalid", message: "The HTTP request is invalid and can't be sent." };
    case notHttp:
      return { kind: "protocol", message: `The response from ${host} isn't HTTP.` };
    case "UND_ERR_HEADERS_OVERFLOW":
      return { kind: "protocol", message: `The response from ${host} has over 16 KiB of headers.` };
    default:
      if (responded) return { kind: "network", message: `The response from ${host} was cut off${inBrackets}.` };
      return started
        ? { kind: "network", message: `The connection to ${host} was lost${inBrackets}.` }
        : { kind: "network", message: `${host} can't be reached${inBrackets}.` };
  }
}

const untrusted = "its certificate isn't trusted";
const noTls = "it doesn't support TLS, or supports only incompatible versions";
const tlsReasons: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "its certificate has expired",
  CERT_NOT_YET_VALID: "its certificate isn't valid yet",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another host",
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  EPROTO: noTls,
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: noTls,
};

/** A copy without the fields that undici adds to its errors: pieces of the response, the socket's addresses. */
function plainCause(error: unknown, redact: Redact): Error & { code?: string } {
  if (!(error instanceof Error)) return new Error(redact(String(error)));
  // Each address that was tried has its own error. We show the first.
  const first = error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error;
  const copy: Error & { code?: string } = new Error(redact(first.message));
  copy.name = first.name;
  const { code } = first as { code?: unknown };
  if (typeof code === "string") copy.code = redact(code);
  return copy;
}
