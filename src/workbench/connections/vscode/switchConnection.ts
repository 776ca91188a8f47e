import * as vscode from "vscode";
import { type CommandId, commandIds } from "#host/commandIds.ts";
import { showPick } from "#host/dialogs.ts";
import type { App } from "#workbench/app.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import { addConnection } from "./addConnection.ts";
import { connectionKinds } from "./connectionPoints.ts";
import { connectionItems, pickConnection } from "./pickConnection.ts";

type Context = Pick<App, "activeRuns" | "connections" | "makeClient">;

type Choice = vscode.QuickPickItem & { connection?: Connection; command?: CommandId };

/** Makes another connection the active one. @param argument its id; without it, the person chooses */
export async function switchConnection(
  context: Context & Pick<App, "points">,
  argument: unknown,
): Promise<string | undefined> {
  if (typeof argument === "string") return activateConnection(context, argument);
  const { list, active } = context.connections;
  const add: Choice = { label: "Add Connection…", iconPath: new vscode.ThemeIcon("add") };
  const together: Choice = {
    label: "All Connections",
    description: "all runs in one list",
    iconPath: new vscode.ThemeIcon("list-flat"),
    command: commandIds.showAllConnections,
  };
  const missing = context.points.of(connectionKinds).filter(({ includes }) => !list.some(includes));
  const others = missing.map(({ start: { label, icon, command } }): Choice => {
    return { label, iconPath: new vscode.ThemeIcon(icon), command };
  });
  const choices: Choice[] = [...connectionItems(list, active), ...(list.length > 1 ? [together] : []), add, ...others];
  const chosen = await showPick(choices, {
    title: "Switch Connection",
    matchOnDescription: true,
  });
  if (!chosen) return undefined;
  if (chosen.command) return vscode.commands.executeCommand<string>(chosen.command);
  return chosen.connection ? activate(context, chosen.connection.id) : addConnection(context, undefined);
}

/** Makes a connection the active one by its id. @throws UserError when it no longer exists */
export async function activateConnection(context: Context, id: string): Promise<string | undefined> {
  const connection = await pickConnection(context.connections, id, "");
  return connection && activate(context, connection.id);
}

/** Shows the connection's known runs at once; changes follow. */
async function activate(context: Context, id: string): Promise<string> {
  await context.connections.setActive(id);
  // The one that is active already is chosen out of the list of several.
  void vscode.commands.executeCommand(commandIds.showOneConnection);
  void vscode.commands.executeCommand(commandIds.refresh);
  return id;
}
