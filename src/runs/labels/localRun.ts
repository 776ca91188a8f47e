import type { Run } from "#api/schemas.ts";
import { traceOf } from "./traceSummary.ts";

/** The beginning of a local connection's id. No connection of an app has such an id. */
const localPrefix = "local-";

/** The id of the connection of the runs of programs on this machine. @param slot of its workspace */
export function localConnectionId(slot: string): string {
  return `${localPrefix}${slot}`;
}

/** What a run is from: a connection, or an export. */
interface Origin {
  readonly connectionId: string;
  /** The export's URI. */
  readonly file?: string | undefined;
}

/**
 * Whether a run is one of a program on this machine, which can only be read: its connection says so, also one that was
 * removed, and nothing in the run, which any app may have. An export has no connection, and has nothing to act on.
 */
export function isLocalRun(run: Run, { connectionId, file }: Origin): boolean {
  return file === undefined ? connectionId.startsWith(localPrefix) : traceOf(run) !== undefined;
}
