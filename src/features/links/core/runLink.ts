import { isEventPlace } from "#model/eventPlace.ts";
import { isRunId } from "#model/shortId.ts";

/** What a link leads to: an app by its host, and ids. It has no key, no name and nothing of what a run said. */
export type RunLink = { host: string } & ({ runId: string; sequence?: number } | { sessionId: string });

/** The path and the query of a link's address. */
export interface LinkAddress {
  path: string;
  query: string;
}

/** In characters: longer hosts and ids aren't ours. */
const longest = 255;
const hostPattern = /^(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?$/i;
/** What a session's id may have: it is only ever sent as a part of a query. */
const idPattern = /^[\w.:@-]+$/;

export function addressOfLink(link: RunLink): LinkAddress {
  const of = new URLSearchParams({ host: link.host });
  if ("sessionId" in link) of.set("session", link.sessionId);
  else of.set("id", link.runId);
  if ("sequence" in link && link.sequence !== undefined) of.set("step", String(link.sequence));
  return { path: "sessionId" in link ? "/conversation" : "/run", query: of.toString() };
}

/** What an address leads to. Anybody can write one: `undefined` for one that isn't ours in every part. */
export function linkAt({ path, query }: LinkAddress): RunLink | undefined {
  const of = new URLSearchParams(query);
  const host = of.get("host")?.toLowerCase() ?? "";
  if (host.length > longest || !hostPattern.test(host)) return undefined;
  const [runId, sessionId, step] = [of.get("id") ?? "", of.get("session") ?? "", of.get("step")];
  if (path === "/conversation")
    return sessionId.length <= longest && idPattern.test(sessionId) ? { host, sessionId } : undefined;
  if (path !== "/run" || !isRunId(runId)) return undefined;
  if (step === null) return { host, runId };
  const sequence = /^\d[\d.]{0,30}$/.test(step) ? Number(step) : NaN;
  return isEventPlace(sequence) ? { host, runId, sequence } : undefined;
}
