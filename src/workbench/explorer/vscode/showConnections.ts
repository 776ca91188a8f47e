import { ArgumentError } from "#host/errors/userError.ts";
import { isGiven } from "#host/givenArgument.ts";
import type { App } from "#workbench/app.ts";
import { requireSession } from "#workbench/connections/vscode/guards.ts";
import { severalId } from "./layoutStore.ts";

type ConnectionsContext = Pick<App, "activeRuns" | "connections" | "layouts" | "shownRuns">;

/** Shows the runs of all connections in one list. @param argument the ids of some of them, from a script */
export async function showAllConnections(context: ConnectionsContext, argument: unknown): Promise<void> {
  const { connections, layouts, shownRuns } = context;
  requireSession(context.activeRuns);
  if (isGiven(argument)) {
    const { filter } = layouts.layout(severalId);
    await layouts.setFilter(severalId, { ...filter, connections: namesOf(connections, argument) });
  }
  shownRuns.show("several");
}

/** @throws ArgumentError */
function namesOf({ list }: Pick<App["connections"], "list">, argument: unknown): string[] {
  const ids: readonly unknown[] = Array.isArray(argument) ? argument : [];
  const names = ids.flatMap((id) => list.find((each) => each.id === id)?.name ?? []);
  if (names.length > 0 && names.length === ids.length) return names;
  throw new ArgumentError("connections: expected a list of connection IDs, or nothing for all connections.");
}

/** Shows the runs of the active connection alone. */
export function showOneConnection({ shownRuns }: ConnectionsContext): void {
  shownRuns.show("one");
}
