import * as vscode from "vscode";
import { commandIds } from "#host/commandIds.ts";
import { showPick } from "#host/dialogs.ts";
import { isGiven } from "#host/givenArgument.ts";
import type { App } from "#workbench/app.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import { pickConnection } from "./pickConnection.ts";

type Entry = vscode.QuickPickItem & { command?: string; args?: readonly string[] };

/**
 * Shows everything that can be changed about a connection, and does what the person chooses.
 *
 * @param argument its id; without it, the active one
 */
export async function manageConnection({ connections }: Pick<App, "connections">, argument: unknown): Promise<void> {
  const id = isGiven(argument) ? argument : connections.active?.id;
  const connection = await pickConnection(connections, id, "Manage which connection?");
  if (!connection) return;
  const entries = connection.local ? entriesOfLocalRuns : entriesOf(connection);
  const chosen = await showPick(entries, { title: `Manage ${connection.name}`, matchOnDescription: true });
  if (chosen?.command) await vscode.commands.executeCommand(chosen.command, ...(chosen.args ?? []));
}

/** Local runs have neither an address nor a key of an app. */
const entriesOfLocalRuns: readonly Entry[] = [
  { label: "Trace Local Runs", command: commandIds.traceLocalRuns },
  { label: "Stop Tracing Local Runs", command: commandIds.stopTracingLocalRuns },
  { label: "Copy Tracing Code…", command: commandIds.copyTracingCode },
  { label: "Copy Tracing Variables", command: commandIds.copyTracingVariables },
  { label: "Clear Local Runs…", command: commandIds.clearLocalRuns },
  { label: "Show Log", command: commandIds.showLog },
];

function entriesOf({ id, name, baseUrl, production }: Connection): Entry[] {
  const ofIt = (label: string, command: string, description = ""): Entry => ({
    label,
    description,
    command,
    args: [id],
  });
  const separator = { label: "", kind: vscode.QuickPickItemKind.Separator };
  return [
    ofIt("Rename…", commandIds.renameConnection, name),
    ofIt("Edit Address…", commandIds.editAddress, new URL(baseUrl).host),
    ofIt("Replace Access Key…", commandIds.replaceKey),
    ofIt("Mark as Production…", commandIds.markProduction, production ? "marked" : "not marked"),
    { label: "Watch Connections…", command: commandIds.watchForWaiting },
    separator,
    ofIt("Diagnose Connection", commandIds.diagnoseConnection),
    { label: "Show Log", command: commandIds.showLog },
    ofIt("Remove Connection…", commandIds.removeConnection),
    separator,
    { label: "Add Connection…", command: commandIds.addConnection },
    { label: "Start Sample App", command: commandIds.startSampleApp },
  ];
}
