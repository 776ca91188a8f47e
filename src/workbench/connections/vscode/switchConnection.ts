import * as vscode from "vscode";
import { commandIds } from "#host/commandIds.ts";
import { showPick } from "#host/dialogs.ts";
import type { App } from "#workbench/app.ts";
import { addConnection } from "./addConnection.ts";
import { connectionItems, pickConnection } from "./pickConnection.ts";

type Needs = Pick<App, "activeRuns" | "connections" | "makeClient">;

/** Makes another connection the active one. @param argument its id; without it, the person chooses */
export async function switchConnection(context: Needs, argument: unknown): Promise<string | undefined> {
  if (typeof argument === "string") return activateConnection(context, argument);
  const { list, active } = context.connections;
  const add = { label: "Add Connection…", iconPath: new vscode.ThemeIcon("add"), connection: undefined };
  const trace = { label: "Trace Local Runs", iconPath: new vscode.ThemeIcon("radio-tower"), connection: undefined };
  const others = list.some(({ local }) => local) ? [add] : [add, trace];
  const chosen = await showPick([...connectionItems(list, active), ...others], {
    title: "Switch Connection",
    matchOnDescription: true,
  });
  if (!chosen) return undefined;
  if (chosen === trace) return vscode.commands.executeCommand<string>(commandIds.traceLocalRuns);
  return chosen.connection ? activate(context, chosen.connection.id) : addConnection(context, undefined);
}

/** Makes a connection the active one by its id. @throws UserError when it no longer exists */
export async function activateConnection(context: Needs, id: string): Promise<string | undefined> {
  const connection = await pickConnection(context.connections, id, "");
  return connection && activate(context, connection.id);
}

/** Shows the connection's known runs at once; changes follow. */
async function activate(context: Needs, id: string): Promise<string> {
  await context.connections.setActive(id);
  void vscode.commands.executeCommand(commandIds.refresh);
  return id;
}
