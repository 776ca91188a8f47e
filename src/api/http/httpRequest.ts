import type { UploadProgress } from "../contract.ts";
import type { RequestBody } from "./requestBody.ts";

/** Milliseconds; 0 waits forever. */
export interface TimeLimits {
  /** Until the answer's headers, counted from the last byte that the server took. */
  headers: number;
  /** Between two pieces of the answer's body. */
  idle: number;
  /** For all of the body of an answer that refuses the request: the status alone says what to do. */
  refusal: number;
}

export interface HttpRequest {
  method: "GET" | "POST";
  /** From the root, with its query. */
  path: string;
  accept?: string;
  body?: RequestBody | undefined;
  limits: TimeLimits;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: UploadProgress) => void) | undefined;
}
