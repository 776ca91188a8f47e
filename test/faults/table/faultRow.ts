import type { ApiErrorKind } from "#model/errorKinds.ts";
import type { Fault } from "../fault.ts";

/** One way in which a request fails, and its effects. Each row is a test. */
export interface FaultRow {
  /** In a person's words. */
  what: string;
  where: Where;
  kind: ApiErrorKind;
  /** How often a list of runs is asked for before it is given up. A create is sent once, always. */
  reads: 1 | 4;
  /** Whether a create that fails like this may have created a run. */
  create: "unknown" | "nothing";
  /** The client has to time out, so its limits are short here. */
  isEndless?: true;
  /** The app's own words are shown, which no document can list. */
  isOwn?: true;
}

export type Where =
  | Fault
  | { kind: "nobodyListens" }
  | { kind: "noSuchHost" }
  /** A server with TLS. `trusted`: this machine trusts the certificate's issuer. */
  | { kind: "tls"; certificate: "self-signed" | "expired" | "of another host"; trusted: boolean }
  | { kind: "noTls" };
