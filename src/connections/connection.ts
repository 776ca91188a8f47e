/** `ask`: what would start, change or answer a run there asks first. `warn`: its colour and name warn, and nothing asks. */
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
}

/** Where globalState holds them. */
export const connectionsKey = "dynamiqRuns.connections";

export function hasConnections(state: { get(key: string): unknown }): boolean {
  return readConnections(state.get(connectionsKey)).length > 0;
}

/** Reads what globalState holds; an entry that is not a connection is left out. */
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

/** A name that no other connection bears: *Support Triage*, *Support Triage 2*, … */
export function freeName(wanted: string, taken: readonly string[]): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? wanted : `${wanted} ${n}`;
    if (!taken.includes(name)) return name;
  }
}
