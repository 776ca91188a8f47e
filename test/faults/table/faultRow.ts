import type { Fault } from "../fault.ts";

/** One way in which a request fails, and its effects. Each row is a test. */
export interface FaultRow {
  /** In a person's words. */
  what: string;
  where: Where;
  /** How often a list of runs is asked for before it is given up. A create is sent once, always. */
  reads: 1 | 4;
  /** Whether a create that fails like this may have created a run. */
  create: "unknown" | "nothing";
  seen: Seen;
  /** The client has to time out, so its limits are short here. */
  isEndless?: true;
}

export type Where =
  | Fault
  | { kind: "nobodyListens" }
  | { kind: "noSuchHost" }
  /** A server with TLS. `trusted`: this machine trusts the certificate's issuer. */
  | { kind: "tls"; certificate: "self-signed" | "expired" | "of another host"; trusted: boolean }
  | { kind: "noTls" };

/** The messages that a person sees. `{app}` is the host with its port, `{request}` the method and the path. */
export interface Seen {
  /** The notification, of a read. */
  message: string;
  /** The row in the explorer. */
  row: string;
  /** The title of a run's page. `{name}` is the connection's. */
  page: string;
  /** The buttons of the notification, of a read. */
  buttons: readonly string[];
}

export function unreachable(message: string): Seen {
  const buttons = ["Diagnose Connection", "Switch Connection…"];
  return { message, row: "Can't be reached", page: "{name} can't be reached", buttons };
}

export function unreadable(message: string, buttons: readonly string[] = ["Diagnose Connection", "Show Log"]): Seen {
  return { message, row: "Couldn't be read", page: "The run couldn't be read", buttons };
}
