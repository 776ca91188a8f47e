import * as z from "zod";
import type { JsonPath } from "#base/json/jsonPath.ts";
import { ifReadable } from "#base/stored.ts";

/** `ask`: an action that starts, changes or answers a run asks first. `warn`: only the colour and the name warn. */
export type ProductionMode = "ask" | "warn";

/** What is kept of a connection besides its name and its address. */
export interface ConnectionMarks {
  /** Absent unless it is marked as production. */
  production?: ProductionMode;
  /** Polled for runs that wait for a person, also while another connection is active. */
  watched?: true;
  messageField?: string;
}

/** A workflow of a workspace that is served as an app. */
export interface ServedTarget {
  /** The workspace folder, as an absolute path. */
  folder: string;
  /** `app/support.py:workflow`, relative to the folder. */
  target: string;
}

/** A named app and its address. The access key is in SecretStorage. */
export interface Connection extends ConnectionMarks {
  id: string;
  name: string;
  /** The app's origin: `https://host`, or `http://` on loopback. */
  baseUrl: string;
  /** Set for the connection of *Start Sample App*, whose address and key change with every start. */
  sample?: boolean;
  /** Set for the runs of programs on this machine, which can only be read. It is never in a file. */
  local?: true;
  /** Set for a workflow of a workspace: it runs while a window serves it. */
  served?: ServedTarget;
  /** The path of its runs' titles. It comes from the settings and is never in its file. */
  titlePath?: JsonPath;
}

/** The text beside an app's name: its host. A local app's is this machine, with a port that changes. */
export function hostLabel({ baseUrl, served }: Pick<Connection, "baseUrl" | "served">): string {
  return served ? "local app" : new URL(baseUrl).host;
}

export interface StoredConnection {
  connection: Connection;
  /** The position of the connection in the list: when it was added, in milliseconds since the epoch. */
  order: number;
  /** Whether it was saved with a key. Absent for one that was saved before this was recorded. */
  keyed?: boolean;
}

const connectionSchema: z.ZodType<Connection> = z.looseObject({
  id: z.string(),
  name: z.string(),
  baseUrl: z.string(),
  // A mark that this version doesn't know counts as `ask`, the stricter one.
  production: z
    .unknown()
    .optional()
    .transform((mark) => (mark === undefined || mark === null ? undefined : mark === "warn" ? mark : "ask")),
  messageField: ifReadable(z.string()),
  served: ifReadable(z.object({ folder: z.string(), target: z.string() })),
});

export const storedConnectionSchema: z.ZodType<StoredConnection> = z.object({
  connection: connectionSchema,
  order: z.number().catch(0),
  keyed: ifReadable(z.boolean()),
});

/** The position of a new entry: after all others, also after one from the same millisecond. */
export function nextOrder(others: readonly { order: number }[]): number {
  return Math.max(Date.now(), ...others.map(({ order }) => order + 1));
}

/** A name that no other connection has: *Support Triage*, *Support Triage 2*, … */
export function freeName(baseName: string, taken: readonly string[]): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? baseName : `${baseName} ${n}`;
    if (!taken.includes(name)) return name;
  }
}
