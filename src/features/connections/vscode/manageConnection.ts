import * as vscode from "vscode";
import type { Connection } from "../../../connections/connection.ts";
import { showPick } from "../../../host/dialogs.ts";
import { isGiven } from "../../../host/givenArgument.ts";
import { type CommandId, commandIds } from "../../../host/ids.ts";
import type { App } from "../../app.ts";
import { pickConnection } from "./pickConnection.ts";

type Needs = Pick<App, "connections">;

type Entry = vscode.QuickPickItem & { command?: CommandId };

/**
 * Shows everything that can be changed about a connection, and does what the person chooses.
 *
 * @param argument its id; without it, the active one
 * @returns the command that was chosen
 */
export async function manageConnection(context: Needs, argument: unknown): Promise<string | undefined> {
  const id = isGiven(argument) ? argument : context.connections.active?.id;
  const connection = await pickConnection(context.connections, id, "Manage which connection?");
  if (!connection) return undefined;
  const title = `Manage ${connection.name}`;
  const chosen = await showPick(connection.local ? ofLocalRuns : entriesOf(connection), {
    title,
    matchOnDescription: true,
  });
  if (chosen?.command === undefined) return undefined;
  await vscode.commands.executeCommand(chosen.command, ...(ofAll.has(chosen.command) ? [] : [connection.id]));
  return chosen.command;
}

/** These aren't about one connection. */
const ofAll: ReadonlySet<string> = new Set([
  commandIds.traceLocalRuns,
  commandIds.stopTracingLocalRuns,
  commandIds.copyTracingCode,
  commandIds.copyTracingVariables,
  commandIds.clearLocalRuns,
  commandIds.addConnection,
  commandIds.showLog,
  commandIds.startSampleApp,
  commandIds.watchForWaiting,
]);

/** Local runs have neither an address nor a key of an app. */
const ofLocalRuns: Entry[] = [
  { label: "Trace Local Runs", command: commandIds.traceLocalRuns },
  { label: "Stop Tracing Local Runs", command: commandIds.stopTracingLocalRuns },
  { label: "Copy Tracing Code…", command: commandIds.copyTracingCode },
  { label: "Copy Tracing Variables", command: commandIds.copyTracingVariables },
  { label: "Clear Local Runs…", command: commandIds.clearLocalRuns },
  { label: "Show Log", command: commandIds.showLog },
];

function entriesOf({ name, baseUrl, production }: Connection): Entry[] {
  const separator = { label: "", kind: vscode.QuickPickItemKind.Separator };
  return [
    { label: "Rename…", description: name, command: commandIds.renameConnection },
    { label: "Edit Address…", description: new URL(baseUrl).host, command: commandIds.editAddress },
    { label: "Replace Access Key…", command: commandIds.replaceKey },
    {
      label: "Mark as Production…",
      description: production ? "marked" : "not marked",
      command: commandIds.markProduction,
    },
    { label: "Watch Connections…", command: commandIds.watchForWaiting },
    separator,
    { label: "Diagnose Connection", command: commandIds.diagnoseConnection },
    { label: "Show Log", command: commandIds.showLog },
    { label: "Remove Connection…", command: commandIds.removeConnection },
    separator,
    { label: "Add Connection…", command: commandIds.addConnection },
    { label: "Start Sample App", command: commandIds.startSampleApp },
  ];
}
