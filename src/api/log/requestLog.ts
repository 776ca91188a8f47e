import type { ApiErrorKind } from "../../model/errorKinds.ts";

/** One finished HTTP request, for a log. Never holds a request header, a key or a body. */
export interface RequestLogEntry {
  method: string;
  /** With its query. */
  path: string;
  /** The HTTP status, when a response arrived. */
  status?: number;
  /** Why it failed. */
  error?: ApiErrorKind;
  /** From the start to the last byte or the failure, in milliseconds. */
  ms: number;
  /** Bytes of the bodies. */
  bytesSent: number;
  bytesReceived: number;
  /** The server's own name for the request, when it gives one. */
  requestId?: string;
}
