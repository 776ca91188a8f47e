import { apiErrorKinds, type ApiErrorKind } from "#model/errorKinds.ts";

export interface ApiErrorInit {
  kind: ApiErrorKind;
  /** A sentence for a person. Never holds a key, a header or a body. */
  message: string;
  /** The HTTP status, when a response arrived. */
  status?: number;
  /** The API's own code (`bad_request`, …), or the system's (`ECONNREFUSED`, …). */
  code?: string;
  /** The app refused a request without an access key. The code doesn't say so: an app can send any code. */
  keyless?: boolean;
  /** The API's `details`, as it sent them. */
  details?: unknown;
  /** How long the server asked to wait, in milliseconds. */
  retryAfter?: number;
  /** A request with side effects was sent and the app's response didn't arrive: it may or may not have taken effect. */
  outcomeUnknown?: boolean;
  /** The id of the connection whose client threw it, if that client has one. */
  connectionId?: string;
  cause?: unknown;
}

/** The only error that the client throws. Check with {@link isApiError}, because each bundle has its own classes. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly kind: ApiErrorKind;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly keyless: boolean;
  readonly details: unknown;
  readonly retryAfter: number | undefined;
  readonly outcomeUnknown: boolean;
  readonly connectionId: string | undefined;

  constructor(init: ApiErrorInit) {
    super(init.message, { cause: init.cause });
    this.kind = init.kind;
    this.status = init.status;
    this.code = init.code;
    this.keyless = init.keyless ?? false;
    this.details = init.details;
    this.retryAfter = init.retryAfter;
    this.outcomeUnknown = init.outcomeUnknown ?? false;
    this.connectionId = init.connectionId;
  }
}

/** Whether a caught value is an {@link ApiError}, also one from another bundle. */
export function isApiError(value: unknown): value is ApiError {
  return (
    value instanceof Error &&
    value.name === "ApiError" &&
    apiErrorKinds.includes((value as { kind?: unknown }).kind as ApiErrorKind)
  );
}

/** Whether the app itself says that it has no such run, file or app. A page of a proxy doesn't. */
export function saysGone(error: unknown): boolean {
  return isApiError(error) && error.kind === "not-found" && error.code === "not_found";
}
