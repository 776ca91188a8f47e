import * as vscode from "vscode";
import { confirm } from "../../host/confirm.ts";
import type { App } from "../app.ts";
import { isGiven } from "../givenArgument.ts";
import { runInputStep } from "../steps/inputStep.ts";
import { keyStep } from "./connectionSteps.ts";
import { pickConnection } from "./pickConnection.ts";
import { saveKey } from "./saveKey.ts";
import { tryConnection } from "./tryConnection.ts";

type Needs = Pick<App, "activeRuns" | "connections" | "makeClient">;

/** Renames a connection. */
export async function renameConnection(context: Needs, argument: unknown): Promise<void> {
  const connection = await pickConnection(context.connections, argument, "Rename which connection?");
  if (!connection) return;
  const name = await vscode.window.showInputBox({
    title: `Rename ${connection.name}`,
    value: connection.name,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === "" ? "Give the connection a name." : undefined),
  });
  if (name !== undefined) await context.connections.rename(connection.id, name.trim());
}

/** Saves another access key for a connection, after a real request with it. */
export async function replaceKey(context: Needs, argument: unknown): Promise<void> {
  const { active } = context.connections;
  const connection = await pickConnection(context.connections, isGiven(argument) ? argument : active?.id, "");
  if (!connection) return;
  const place = { title: `Replace the Access Key of ${connection.name}`, step: 1, totalSteps: 1 };
  const result = await runInputStep(
    keyStep(connection.name, place, (key, signal) =>
      tryConnection(context.makeClient, connection.baseUrl, key || undefined, signal),
    ),
  );
  if (!result || result.kind === "back") return;
  const { connections } = context;
  if (result.value === "") await connections.replaceKey(connection.id, undefined);
  else await saveKey((keyPlace) => connections.replaceKey(connection.id, result.value, keyPlace));
  await context.activeRuns.session?.store.refresh();
}

/** Removes a connection and its key, after a confirmation. The app and its runs aren't affected. */
export async function removeConnection(context: Needs, argument: unknown): Promise<void> {
  const connection = await pickConnection(context.connections, argument, "Remove which connection?");
  if (!connection) return;
  const detail = "Its access key is deleted from this machine. The app and its runs aren't changed.";
  const question = `Remove the connection “${connection.name}”?`;
  if (await confirm({ question, detail, act: "Remove" })) await context.connections.remove(connection.id);
}
