import type { CommandId } from "#host/commandIds.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import { point } from "#workbench/core/points.ts";

/** Connections to runs that no app has: without an address or a key that a person could change. */
export interface ConnectionKind {
  includes: (connection: Connection) => boolean;
  /** In *Switch Connection* as long as there is none of this kind: makes one and returns its id. */
  start: { label: string; icon: string; command: CommandId };
  /** The entries of *Manage Connection*. */
  acts: readonly { label: string; command: CommandId }[];
}

/** Connections of features, which know alone what can be done with them. */
export const connectionKinds = point<ConnectionKind>("kinds of connections");

/** What a feature does with the connection of an app: an entry of *Manage Connection*. */
interface ConnectionAct {
  label: string;
  /** Called with the connection's id. */
  command: CommandId;
}

export const connectionActs = point<ConnectionAct>("actions on connections");
