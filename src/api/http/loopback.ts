import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { onUnexpectedError } from "#base/unexpectedError.ts";

/** What a request without the right is answered. */
export interface Refusal {
  status: number;
  reason: string;
  headers?: Record<string, string>;
}

/**
 * Listens where only this machine can reach it.
 *
 * @param wanted the port; if another program has it, the system chooses one
 * @returns the port
 * @throws the system's error when not even a port of its choice is free
 */
export async function listenOnLoopback(server: Server, wanted = 0): Promise<number> {
  const listenOn = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () => {
        server.off("error", reject);
        resolve();
      });
    });
  await listenOn(wanted).catch((error: unknown) => (wanted === 0 ? Promise.reject(error) : listenOn(0)));
  // Such as too many open files: without a listener it would be thrown where nobody catches it.
  server.on("error", onUnexpectedError);
  return (server.address() as AddressInfo).port;
}

/**
 * Why a request isn't served; `undefined` for one that may be. A web page can make a browser send requests to loopback,
 * and can give its own name the address of loopback (DNS rebinding). Such a request has the `Origin` of its page, or its
 * name as the `Host`.
 *
 * @param origins that are served, besides requests without any
 */
export function refusalOfPage(
  { host, origin }: IncomingHttpHeaders,
  hosts: readonly string[],
  origins: readonly string[] = [],
): Refusal | undefined {
  if (host === undefined || !hosts.includes(host)) return { status: 403, reason: "Requests to this host are refused." };
  const isServed = origin === undefined || origins.includes(origin);
  return isServed ? undefined : { status: 403, reason: "Requests from web pages are refused." };
}

/** Why a request without this key isn't served. It takes the same time for all keys. @param what the key is called */
export function refusalWithout(
  what: string,
  key: string,
  { authorization = "" }: IncomingHttpHeaders,
): Refusal | undefined {
  if (timingSafeEqual(digest(authorization), digest(`Bearer ${key}`))) return undefined;
  return { status: 401, reason: `The ${what} is missing or wrong.`, headers: { "www-authenticate": "Bearer" } };
}

/** Texts of any length are compared in the same time. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
