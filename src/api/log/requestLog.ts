import { pathTemplate } from "#api/paths.ts";
import { oneLine } from "#base/text/oneLine.ts";
import { formatBytes } from "#model/bytes.ts";
import type { ApiErrorKind } from "#model/errorKinds.ts";

/** One finished HTTP request, for a log. Never holds a request header, a key or a body. */
export interface RequestLogEntry {
  method: string;
  /** The path with its query. */
  path: string;
  /** The HTTP status, when a response arrived. */
  status?: number;
  /** Why it failed. */
  error?: ApiErrorKind;
  /** The milliseconds from the start to the last byte or the failure. */
  ms: number;
  /** Bytes of the bodies. */
  bytesSent: number;
  bytesReceived: number;
  /** The server's own name for the request, when it gives one. */
  requestId?: string;
}

/** Query parameters whose values are logged. The values of others name people and their sessions. */
const loggedParameters = new Set(["page", "page_size", "sort", "status", "after_sequence"]);

/**
 * A request as a line that is safe in a bug report: no key, body, or id of a run, user or session. `#12 GET
 * /v1/runs?page_size=25&user_id=… 200 in 34 ms, …`. @param number of the request in this window
 */
export function requestLine(number: number, entry: RequestLogEntry): string {
  const { method, path, status, error, ms, bytesSent, bytesReceived, requestId } = entry;
  const parts = [
    `#${number} ${method} ${pathTemplate(path)}${queryWords(path)} ${status ?? "no response"} in ${Math.round(ms)} ms`,
    `${formatBytes(bytesSent)} sent`,
    `${formatBytes(bytesReceived)} received`,
    ...(error ? [error] : []),
    ...(requestId ? [`request ${oneLine(requestId, 64)}`] : []),
  ];
  return parts.join(", ");
}

function queryWords(path: string): string {
  const start = path.indexOf("?");
  if (start < 0) return "";
  const words = [...new URLSearchParams(path.slice(start))].map(
    ([name, value]) => `${name}=${loggedParameters.has(name) ? oneLine(value, 64) : "…"}`,
  );
  return `?${words.join("&")}`;
}
