import { oneLine } from "#base/text/oneLine.ts";
import type { ToolConnection } from "#runs/questions/confirmation.ts";
import { ToolError } from "#runs/questions/toolError.ts";
import { safeText } from "#runs/text/safeText.ts";
import type { ToolHost } from "./toolHost.ts";

/**
 * The connection that a tool was called with, otherwise the active one.
 *
 * @param nameOrId a name or an id
 * @throws ToolError
 */
export async function connectionFor(host: Pick<ToolHost, "connections">, nameOrId?: string): Promise<ToolConnection> {
  const all = await host.connections();
  if (all.length === 0) throw new ToolError("There is no connection yet. Ask the person to add one.");
  if (nameOrId === undefined) {
    const active = all.find(({ isActive }) => isActive) ?? (all.length === 1 ? all[0] : undefined);
    if (active) return active;
    throw new ToolError(`No connection is active. Set connection to one of these: ${namesOf(all)}.`);
  }
  const found =
    all.find(({ id }) => id === nameOrId) ??
    all.find(({ name }) => name === nameOrId) ??
    all.find(({ name }) => name.toLowerCase() === nameOrId.trim().toLowerCase());
  if (found) return found;
  throw new ToolError(`connection: no connection has this name or ID. Use one of these: ${namesOf(all)}.`);
}

function nameOf({ name }: Pick<ToolConnection, "name">): string {
  return safeText(oneLine(name, 80));
}

/** `Support Triage (acme.apps.example.com, production)`. */
export function connectionLabel(connection: Pick<ToolConnection, "name" | "host" | "production">): string {
  const { host, production } = connection;
  return `${nameOf(connection)} (${host}${production === undefined ? "" : ", production"})`;
}

const maxNamedConnections = 20;

function namesOf(all: readonly ToolConnection[]): string {
  const names = all.slice(0, maxNamedConnections).map((each) => `"${nameOf(each)}"`);
  return all.length > maxNamedConnections
    ? `${names.join(", ")} and ${all.length - maxNamedConnections} more`
    : names.join(", ");
}
