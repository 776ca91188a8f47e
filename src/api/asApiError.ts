import { ApiError, isApiError } from "./errors.ts";

/** The error itself, or what else was thrown (a part that could not be loaded, a defect of ours) in its shape. */
export function asApiError(error: unknown): ApiError {
  if (isApiError(error)) return error;
  return new ApiError({
    kind: "protocol",
    message: error instanceof Error ? error.message : String(error),
    cause: error,
  });
}
