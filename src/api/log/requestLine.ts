import { oneLine } from "../../base/text/oneLine.ts";
import { formatBytes } from "../../model/bytes.ts";
import { pathTemplate } from "../paths.ts";
import type { RequestLogEntry } from "./requestLog.ts";

/** Query parameters whose values are logged. The values of others name people and their sessions. */
const plainParameters = new Set(["page", "page_size", "sort", "status", "after_sequence"]);

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
    ([name, value]) => `${name}=${plainParameters.has(name) ? oneLine(value, 64) : "…"}`,
  );
  return `?${words.join("&")}`;
}
