import { isEventPosition } from "#model/eventPosition.ts";
import { isRunId } from "#model/shortId.ts";

/** What a link leads to: an app by its host, and ids. It has no key, no name and nothing of what a run said. */
export type RunLink = { host: string } & ({ runId: string; sequence?: number } | { sessionId: string });

/** The path and the query of a link's address. */
export interface LinkAddress {
  path: string;
  query: string;
}

/** In characters: longer hosts and ids aren't ours. */
const maxLength = 255;
const hostPattern = /^(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?$/i;
/** What a session's id may have: it is only ever sent as a part of a query. */
const idPattern = /^[\w.:@-]+$/;

export function addressOfLink(link: RunLink): LinkAddress {
  const parameters = new URLSearchParams({ host: link.host });
  if ("sessionId" in link) parameters.set("session", link.sessionId);
  else parameters.set("id", link.runId);
  if ("sequence" in link && link.sequence !== undefined) parameters.set("step", String(link.sequence));
  return { path: "sessionId" in link ? "/conversation" : "/run", query: parameters.toString() };
}

/** What an address leads to. Anybody can write one: `undefined` for one that isn't ours in every part. */
export function linkAt({ path, query }: LinkAddress): RunLink | undefined {
  const parameters = new URLSearchParams(query);
  const host = parameters.get("host")?.toLowerCase() ?? "";
  if (host.length > maxLength || !hostPattern.test(host)) return undefined;
  const [runId, sessionId, step] = [
    parameters.get("id") ?? "",
    parameters.get("session") ?? "",
    parameters.get("step"),
  ];
  if (path === "/conversation")
    return sessionId.length <= maxLength && idPattern.test(sessionId) ? { host, sessionId } : undefined;
  if (path !== "/run" || !isRunId(runId)) return undefined;
  if (step === null) return { host, runId };
  const sequence = /^\d[\d.]{0,30}$/.test(step) ? Number(step) : NaN;
  return isEventPosition(sequence) ? { host, runId, sequence } : undefined;
}
