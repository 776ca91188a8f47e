import type { UploadProgress } from "#api/contract.ts";
import type { RequestBody } from "./requestBody.ts";

/** Milliseconds; 0 for no limit. */
export interface TimeLimits {
  /** The longest time until the response's headers arrive, counted from the last byte that the server took. */
  headers: number;
  /** The longest pause between two pieces of the response's body. */
  idle: number;
  /** The longest time for the whole body of a refusal. The status alone is enough to handle it. */
  refusal: number;
}

export interface HttpRequest {
  method: "GET" | "POST";
  path: string;
  accept?: string;
  body?: RequestBody;
  limits: TimeLimits;
  signal?: AbortSignal;
  onProgress?: (progress: UploadProgress) => void;
}
