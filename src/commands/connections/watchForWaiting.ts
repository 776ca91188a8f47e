import * as vscode from "vscode";
import { UserError } from "../../host/errors/userError.ts";
import type { App } from "../app.ts";
import { activeFirst, pickConnection } from "./pickConnection.ts";

type Needs = Pick<App, "connections">;

/**
 * Chooses the connections that are watched for waiting runs while another one is active.
 * @param argument a connection's id, and `wanted` whether to watch it; without it, the person chooses among all
 * @returns the ids of the watched ones, `undefined` when nothing was chosen
 */
export async function watchForWaiting(
  context: Needs,
  argument: unknown,
  wanted: unknown,
): Promise<string[] | undefined> {
  const { connections } = context;
  if (typeof argument === "string") {
    if (typeof wanted !== "boolean") throw new UserError(`Expected true or false and not ${String(wanted)}.`);
    const connection = await pickConnection(context.connections, argument, "");
    if (connection) await connections.setWatched(connection.id, wanted);
  } else if (!(await choose(context))) return undefined;
  return connections.list.filter(({ watched }) => watched).map(({ id }) => id);
}

async function choose({ connections }: Needs): Promise<boolean> {
  const { list, active } = connections;
  const items = activeFirst(list, active).map((connection) => ({
    label: connection.name,
    description: `${new URL(connection.baseUrl).host}${connection === active ? ", active: always watched" : ""}`,
    picked: connection.watched ?? false,
    connection,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: "Watch Connections",
    placeHolder: "Select connections to watch for input requests while another one is active",
    canPickMany: true,
  });
  if (!chosen) return false;
  const wanted = new Set(chosen.map(({ connection }) => connection.id));
  for (const { id, watched = false } of list) {
    if (wanted.has(id) !== watched) await connections.setWatched(id, wanted.has(id));
  }
  return true;
}
