import { STATUS_CODES } from "node:http";

/** By field, what is wrong with it. */
export type FieldErrors = Record<string, string>;

/** An error response, thrown anywhere and written by the exchange. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: FieldErrors | undefined;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, details?: FieldErrors, headers: Record<string, string> = {}) {
    super(STATUS_CODES[status] ?? code);
    this.status = status;
    this.code = code;
    this.details = details;
    this.headers = headers;
  }

  /** The documented error body. */
  toBody(): unknown {
    const error = { code: this.code, message: this.message };
    return { error: this.details ? { ...error, details: this.details } : error };
  }
}

export function badRequest(details: FieldErrors): ApiFailure {
  return new ApiFailure(400, "bad_request", details);
}

/** Throws a 400 when there is an error in any field. */
export function throwIfInvalid(errors: FieldErrors): void {
  if (Object.keys(errors).length > 0) throw badRequest(errors);
}

export function notFound(): ApiFailure {
  return new ApiFailure(404, "not_found");
}

export function methodNotAllowed(allowed: readonly string[]): ApiFailure {
  return new ApiFailure(405, "method_not_allowed", undefined, { allow: allowed.join(", ") });
}

/** @param limit in bytes */
export function payloadTooLarge(limit: number): ApiFailure {
  return new ApiFailure(413, "payload_too_large", { body: `is larger than ${limit} bytes` });
}

export function unsupportedMediaType(allowed: string): ApiFailure {
  return new ApiFailure(415, "unsupported_media_type", { "content-type": `must be ${allowed}` });
}
