import { messageOf } from "#base/thrown.ts";
import { ApiError, isApiError } from "./errors.ts";

/** The error itself. Anything else that was thrown (a module that didn't load, a bug of ours) becomes an `ApiError`. */
export function asApiError(error: unknown): ApiError {
  return isApiError(error) ? error : new ApiError({ kind: "protocol", message: messageOf(error), cause: error });
}
