import type { JsonPath } from "../base/json/jsonPath.ts";

/**
 * `ask`: what would start, change or answer a run there asks first. `warn`: its colour and name warn, and nothing asks.
 */
export type ProductionMode = "ask" | "warn";

/** A named app: where it is. Its access key is not here but in SecretStorage. */
export interface Connection {
  id: string;
  name: string;
  /** The app's origin: `https://host`, or `http://` on loopback. */
  baseUrl: string;
  /** Made by *Start Sample App*: its address and key change with every start. */
  sample?: boolean;
  /** Absent for one that is not marked as production. */
  production?: ProductionMode;
  /** Looked at for runs that wait for a person, also while another connection is the active one. */
  watched?: true;
  /** Where the titles of its runs stand in a run. Out of the settings, and never in its file. */
  titlePath?: JsonPath;
}

/** A connection as its file holds it. */
export interface StoredConnection {
  connection: Connection;
  /** Where it stands among the others: when it was added, in milliseconds since the epoch. */
  order: number;
}

/** Where earlier versions kept them, in VS Code's global state. */
export const connectionsKey = "dynamiqRuns.connections";

/**
 * Reads a connection's file; `undefined` when it holds no connection. By hand, like the other readers here: the entry
 * bundle needs them to know whether there are connections, and zod would add 83 KB to its 7 KB and 30 ms or more to an
 * activation of 3 ms (measured on a busy machine).
 */
export function readStoredConnection(stored: unknown): StoredConnection | undefined {
  const { connection, order } = (stored ?? {}) as Partial<Record<keyof StoredConnection, unknown>>;
  const [read] = readConnections([connection]);
  return read && { connection: read, order: typeof order === "number" ? order : 0 };
}

/** Reads what the global state holds; an entry that is not a connection is left out. */
export function readConnections(stored: unknown): Connection[] {
  if (!Array.isArray(stored)) return [];
  return stored.filter(isConnection).map(asMarked);
}

/** A mark of production that this version does not know asks, as the strictest one does. */
function asMarked({ production, ...connection }: Connection): Connection {
  if (production === undefined || production === null) return connection;
  return { ...connection, production: production === "warn" ? "warn" : "ask" };
}

function isConnection(value: unknown): value is Connection {
  if (typeof value !== "object" || value === null) return false;
  const { id, name, baseUrl } = value as Partial<Record<keyof Connection, unknown>>;
  return typeof id === "string" && typeof name === "string" && typeof baseUrl === "string";
}

/**
 * Where what is added now stands among others: behind all of them, also behind one that was added in the same
 * millisecond.
 */
export function nextOrder(others: readonly { order: number }[]): number {
  return Math.max(Date.now(), ...others.map(({ order }) => order + 1));
}

/** A name that no other connection bears: *Support Triage*, *Support Triage 2*, … */
export function freeName(wanted: string, taken: readonly string[]): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? wanted : `${wanted} ${n}`;
    if (!taken.includes(name)) return name;
  }
}
