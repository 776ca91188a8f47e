import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** The only place where requests go. */
export const mcpPath = "/mcp";

export interface Guard {
  /** The only `Host` that is accepted: `127.0.0.1:49152`. */
  authority: string;
  token: string;
}

/** What a request without the right is answered. */
export interface Refusal {
  status: 401 | 403 | 404;
  reason: string;
}

/**
 * Why a request isn't served; `undefined` for one that is. A web page can make a browser send requests to loopback, and
 * can give its own name the address of loopback (DNS rebinding). Such a request has the `Origin` of its page, or its
 * name as the `Host`. Agents send no `Origin`.
 */
export function refusal(
  { authority, token }: Guard,
  { host, origin, authorization }: IncomingHttpHeaders,
  path: string | undefined,
): Refusal | undefined {
  if (host !== authority) return { status: 403, reason: "This host isn't served." };
  if (origin !== undefined && origin !== `http://${authority}`) {
    return { status: 403, reason: "Web pages aren't served." };
  }
  if (!isSame(authorization ?? "", `Bearer ${token}`)) return { status: 401, reason: "The token is missing or wrong." };
  return path === mcpPath ? undefined : { status: 404, reason: "There is nothing here." };
}

/** Takes the same time for all texts. */
function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(digest(given), digest(wanted));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
