/**
 * Queries that name connections with `connection:`, as they are stored: with ids in place of names. So they follow a
 * rename and end with their connections.
 */

import { isUuid } from "#base/uuid.ts";
import { withConnections } from "#runs/query/connectionTerms.ts";
import type { Connection } from "./connection.ts";

/** The connections, as a query can name them. */
export interface NamedConnections {
  readonly list: readonly Connection[];
  get(id: string): Connection | undefined;
}

/** A connection by its id, or by its name as a person writes it. */
export function findConnection(connections: NamedConnections, value: string): Connection | undefined {
  const { list } = connections;
  const isNamed = ({ name }: Connection): boolean => name.toLowerCase() === value.toLowerCase();
  return connections.get(value) ?? list.find(({ name }) => name === value) ?? list.find(isNamed);
}

/** A query as it is stored. A name that no connection has stays. */
export function storedQuery(connections: NamedConnections, query: string): string {
  return withConnections(query, (value) => findConnection(connections, value)?.id);
}

/** A stored query with the current names of connections; `undefined` if one of them is gone. */
export function shownQuery(connections: NamedConnections, stored: string): string | undefined {
  // Each row asks for the saved views, and most queries name no connection.
  if (!stored.toLowerCase().includes("connection:")) return stored;
  let isGone = false;
  const query = withConnections(stored, (value) => {
    const connection = connections.get(value);
    isGone ||= !connection && isUuid(value);
    return connection?.name;
  });
  return isGone ? undefined : query;
}
