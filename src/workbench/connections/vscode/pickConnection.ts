import * as vscode from "vscode";
import { commandIds } from "#host/commandIds.ts";
import { showPick } from "#host/dialogs.ts";
import { NothingToDo, UserError } from "#host/errors/userError.ts";
import { isGiven } from "#host/givenArgument.ts";
import { type Connection, hostLabel } from "#workbench/core/connections/connection.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";

type Item = vscode.QuickPickItem & { connection?: Connection };

/** The connection for a command: by id, otherwise the only one, otherwise the person chooses. */
export async function pickConnection(
  connections: ConnectionStore,
  argument: unknown,
  title: string,
): Promise<Connection | undefined> {
  const { list, active } = connections;
  if (list.length === 0) {
    const add = { title: "Add Connection…", run: { command: commandIds.addConnection } };
    throw new NothingToDo("There is no connection yet.", [add]);
  }
  if (typeof argument === "string") {
    const connection = connections.get(argument);
    if (!connection) throw new UserError("This connection no longer exists. Select another one.");
    return connection;
  }
  return (await showPick(connectionItems(list, active), { title, matchOnDescription: true }))?.connection;
}

/** What names the connection of a command: its id, the row of one of several, otherwise the active one. */
export function namedConnection({ active }: Pick<ConnectionStore, "active">, argument: unknown): unknown {
  if (isGiven(argument)) return argument;
  const { connectionId } = (argument ?? {}) as { connectionId?: unknown };
  return typeof connectionId === "string" ? connectionId : active?.id;
}

/** The active connection comes first and is marked, so that Enter chooses it. */
export function connectionItems(list: readonly Connection[], active: Connection | undefined): Item[] {
  return activeFirst(list, active).map((connection) => ({
    label: connection.name,
    description: `${hostLabel(connection)}${connection.id === active?.id ? ", active" : ""}`,
    iconPath: new vscode.ThemeIcon(connection.id === active?.id ? "check" : "blank"),
    connection,
  }));
}

/** The connections in the order of every list to choose from. */
export function activeFirst(list: readonly Connection[], active: Connection | undefined): Connection[] {
  return list.toSorted((a, b) => Number(b.id === active?.id) - Number(a.id === active?.id));
}
