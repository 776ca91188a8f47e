import { createHash } from "node:crypto";
import type { Connection } from "#workbench/core/connections/connection.ts";

/** The end of what stands for a local app's host. No host on the internet ends like this. */
const localEnding = ".local-app";

/**
 * What a link calls an app: its host. The port of a local app may be another one after a restart, and on another machine it
 * is another app's. So its folder and its workflow stand for it, as a hash that tells neither.
 */
export function linkHost({ baseUrl, served }: Pick<Connection, "baseUrl" | "served">): string {
  if (!served) return new URL(baseUrl).host;
  const hash = createHash("sha256")
    .update(JSON.stringify([served.folder, served.target]))
    .digest("hex");
  return hash.slice(0, 32) + localEnding;
}

/** Whether the host of a link stands for a local app. */
export function isLocalHost(host: string): boolean {
  return host.endsWith(localEnding);
}
