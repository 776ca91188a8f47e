import * as vscode from "vscode";
import type { Connection } from "../../../connections/connection.ts";
import { showPick } from "../../../host/dialogs.ts";
import { isGiven } from "../../../host/givenArgument.ts";
import { commandIds } from "../../../host/ids.ts";
import type { App } from "../../app.ts";
import { addConnection } from "./addConnection.ts";
import {
  markProduction,
  removeConnection,
  renameConnection,
  replaceKey,
  startSampleApp,
  watchForWaiting,
  editAddress,
} from "./changeConnection.ts";
import { diagnoseConnection } from "./diagnoseConnection.ts";
import { pickConnection } from "./pickConnection.ts";

type Needs = Pick<App, "activeRuns" | "connections" | "log" | "makeClient" | "reports" | "sampleApp" | "sessions">;

type Entry = vscode.QuickPickItem & { run?: () => unknown };

/**
 * Shows everything that can be changed about a connection, and does what the person chooses.
 *
 * @param argument its id; without it, the active one
 */
export async function manageConnection(context: Needs, argument: unknown): Promise<void> {
  const id = isGiven(argument) ? argument : context.connections.active?.id;
  const connection = await pickConnection(context.connections, id, "Manage which connection?");
  if (!connection) return;
  const entries = connection.local ? entriesOfLocalRuns(context) : entriesOf(context, connection);
  const chosen = await showPick(entries, { title: `Manage ${connection.name}`, matchOnDescription: true });
  await chosen?.run?.();
}

/** Local runs have neither an address nor a key of an app. */
function entriesOfLocalRuns({ log }: Needs): Entry[] {
  const runs = (command: string) => (): unknown => vscode.commands.executeCommand(command);
  return [
    { label: "Trace Local Runs", run: runs(commandIds.traceLocalRuns) },
    { label: "Stop Tracing Local Runs", run: runs(commandIds.stopTracingLocalRuns) },
    { label: "Copy Tracing Code…", run: runs(commandIds.copyTracingCode) },
    { label: "Copy Tracing Variables", run: runs(commandIds.copyTracingVariables) },
    { label: "Clear Local Runs…", run: runs(commandIds.clearLocalRuns) },
    { label: "Show Log", run: () => log.show() },
  ];
}

function entriesOf(context: Needs, { id, name, baseUrl, production }: Connection): Entry[] {
  const separator = { label: "", kind: vscode.QuickPickItemKind.Separator };
  return [
    { label: "Rename…", description: name, run: () => renameConnection(context, id) },
    { label: "Edit Address…", description: new URL(baseUrl).host, run: () => editAddress(context, id, undefined) },
    { label: "Replace Access Key…", run: () => replaceKey(context, id) },
    {
      label: "Mark as Production…",
      description: production ? "marked" : "not marked",
      run: () => markProduction(context, id, undefined),
    },
    { label: "Watch Connections…", run: () => watchForWaiting(context, undefined, undefined) },
    separator,
    { label: "Diagnose Connection", run: () => diagnoseConnection(context, id) },
    { label: "Show Log", run: () => context.log.show() },
    { label: "Remove Connection…", run: () => removeConnection(context, id) },
    separator,
    { label: "Add Connection…", run: () => addConnection(context, undefined) },
    { label: "Start Sample App", run: () => startSampleApp(context) },
  ];
}
