import * as vscode from "vscode";
import { commandIds } from "#host/commandIds.ts";
import { showPick } from "#host/dialogs.ts";
import type { App } from "#workbench/app.ts";
import { type Connection, hostLabel } from "#workbench/core/connections/connection.ts";
import { can } from "#workbench/core/connections/connectionAbilities.ts";
import { connectionActs, connectionKinds } from "./connectionPoints.ts";
import { namedConnection, pickConnection } from "./pickConnection.ts";

type Entry = vscode.QuickPickItem & { command?: string; args?: readonly string[] };

const showLog: Entry = { label: "Show Log", command: commandIds.showLog };

/**
 * Shows everything that can be changed about a connection, and does what the person chooses.
 *
 * @param argument its id; without it, the active one
 */
export async function manageConnection(
  { connections, points }: Pick<App, "connections" | "points">,
  argument: unknown,
): Promise<void> {
  const id = namedConnection(connections, argument);
  const connection = await pickConnection(connections, id, "Manage which connection?");
  if (!connection) return;
  const kind = points.of(connectionKinds).find(({ includes }) => includes(connection));
  const entries: readonly Entry[] = kind ? [...kind.acts, showLog] : entriesOf(connection, points.of(connectionActs));
  const chosen = await showPick(entries, { title: titleOf(connection), matchOnDescription: true });
  if (chosen?.command) await vscode.commands.executeCommand(chosen.command, ...(chosen.args ?? []));
}

function titleOf({ name, served }: Connection): string {
  return served ? `Manage ${name} (local app)` : `Manage ${name}`;
}

function entriesOf(connection: Connection, acts: readonly { label: string; command: string }[]): Entry[] {
  const { id, name, production } = connection;
  const ofIt = (label: string, command: string, description = ""): Entry => ({
    label,
    description,
    command,
    args: [id],
  });
  const ofChosen = [
    ofIt("Edit Address…", commandIds.editAddress, hostLabel(connection)),
    ofIt("Replace Access Key…", commandIds.replaceKey),
    ofIt("Mark as Production…", commandIds.markProduction, production ? "marked" : "not marked"),
  ];
  const separator = { label: "", kind: vscode.QuickPickItemKind.Separator };
  return [
    ofIt("Rename…", commandIds.renameConnection, name),
    ...(can(connection, "edit") ? ofChosen : []),
    { label: "Watch Connections…", command: commandIds.watchForWaiting },
    ...acts.map(({ label, command }) => ofIt(label, command)),
    separator,
    ofIt("Diagnose Connection", commandIds.diagnoseConnection),
    showLog,
    ofIt("Remove Connection…", commandIds.removeConnection),
    separator,
    { label: "Add Connection…", command: commandIds.addConnection },
    { label: "Start Sample App", command: commandIds.startSampleApp },
  ];
}
