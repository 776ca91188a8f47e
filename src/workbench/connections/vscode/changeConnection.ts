import * as vscode from "vscode";
import { parseBaseUrl } from "#api/baseUrl.ts";
import { confirm } from "#host/confirm.ts";
import { showPick, showPickMany } from "#host/dialogs.ts";
import { NothingToDo, UserError } from "#host/errors/userError.ts";
import { isGiven } from "#host/givenArgument.ts";
import { explorerViewId } from "#host/ids.ts";
import { runInputStep } from "#host/steps/inputStep.ts";
import type { App } from "#workbench/app.ts";
import { type Connection, hostLabel, type ProductionMode } from "#workbench/core/connections/connection.ts";
import { can } from "#workbench/core/connections/connectionAbilities.ts";
import type { KeyStorage } from "#workbench/core/connections/keyVault.ts";
import { addressStep, givenAddress, keyStep, saveKey } from "./connectionSteps.ts";
import { requireOwnAddress, requireTrust } from "./guards.ts";
import { activeFirst, namedConnection, pickConnection } from "./pickConnection.ts";
import { tryConnection } from "./tryConnection.ts";

type Context = Pick<App, "activeRuns" | "connections" | "makeClient" | "sampleApp">;

export async function renameConnection(context: Context, argument: unknown): Promise<void> {
  const connection = await pickConnection(context.connections, argument, "Rename which connection?");
  if (!connection) return;
  const name = await runInputStep({
    title: `Rename ${connection.name}`,
    prompt: "A name for the connection, such as Support Triage",
    value: connection.name,
    check: (text) => (text === "" ? "Give the connection a name." : undefined),
  });
  if (name) await context.connections.rename(connection.id, name.value);
}

/** Saves another access key for a connection, after a real request with it. */
export async function replaceKey(context: Context, argument: unknown): Promise<void> {
  const { connections } = context;
  const connection = await pickConnection(connections, namedConnection(connections, argument), "");
  if (!connection) return;
  requireOwnAddress(connection);
  const head = { title: `Replace the Access Key of ${connection.name}`, step: 1, totalSteps: 1 };
  const result = await runInputStep(
    keyStep(connection.name, head, (key, signal) =>
      tryConnection(context.makeClient, connection.baseUrl, key || undefined, signal),
    ),
  );
  if (!result || result.kind === "back") return;
  if (result.value === "") await connections.replaceKey(connection.id, undefined);
  else await saveKey((keyStorage) => connections.replaceKey(connection.id, result.value, keyStorage));
  await context.activeRuns.session?.store.refresh();
}

/** Removes a connection and its key, after a confirmation. An app and its runs aren't affected, but those of a local app. */
export async function removeConnection(context: Context, argument: unknown): Promise<void> {
  const connection = await pickConnection(context.connections, argument, "Remove which connection?");
  if (!connection) return;
  const detail = connection.served
    ? "Its processes end, and its runs are deleted from this machine. Its code isn't changed."
    : "Its access key is deleted from this machine. The app and its runs aren't changed.";
  const question = `Remove the connection “${connection.name}”?`;
  if (await confirm({ question, detail, act: "Remove" })) await context.connections.remove(connection.id);
}

const productionChoices: Record<ProductionMode | "off", string> = {
  ask: "Production: confirm every run, cancellation and answer",
  warn: "Production: show the mark, don't ask",
  off: "Not production",
};

type Choice = keyof typeof productionChoices;

/**
 * Marks a connection as production, or removes the mark.
 * @param argument its id; without it, the person chooses
 * @param productionArgument `ask`, `warn` or `off`; without it, the person chooses
 * @returns the connection's id, `undefined` when nothing was chosen
 */
export async function markProduction(
  context: Context,
  argument: unknown,
  productionArgument: unknown,
): Promise<string | undefined> {
  if (typeof productionArgument === "string" && !isChoice(productionArgument)) {
    throw new UserError(`Expected ${Object.keys(productionChoices).join(", ")}, not ${productionArgument}.`);
  }
  const connection = await pickConnection(context.connections, argument, "Mark which connection as production?");
  if (!connection) return undefined;
  if (!can(connection, "edit"))
    throw new NothingToDo(`${connection.name} is on this machine and can't be marked as production.`);
  const choice = isChoice(productionArgument) ? productionArgument : await askForProduction(connection);
  if (!choice) return undefined;
  await context.connections.mark(connection.id, { production: choice === "off" ? undefined : choice });
  return connection.id;
}

async function askForProduction({ name, production }: Connection): Promise<Choice | undefined> {
  const current: Choice = production ?? "off";
  const items = Object.entries(productionChoices).map(([choice, label]) => ({
    label,
    iconPath: new vscode.ThemeIcon(choice === current ? "check" : "blank"),
    choice: choice as Choice,
  }));
  return (await showPick(items, { title: `Is ${name} production?` }))?.choice;
}

function isChoice(value: unknown): value is Choice {
  return typeof value === "string" && Object.hasOwn(productionChoices, value);
}

/**
 * Chooses the connections that are watched for waiting runs while another one is active.
 * @param argument a connection's id, and `watchArgument` whether to watch it; without it, the person chooses among all
 * @returns the ids of the watched ones, `undefined` when nothing was chosen
 */
export async function watchForWaiting(
  context: Context,
  argument: unknown,
  watchArgument: unknown,
): Promise<string[] | undefined> {
  const { connections } = context;
  if (typeof argument === "string") {
    if (typeof watchArgument !== "boolean")
      throw new UserError(`watch: expected true or false, not ${String(watchArgument)}.`);
    const connection = await pickConnection(context.connections, argument, "");
    if (connection) await connections.mark(connection.id, { watched: watchArgument || undefined });
  } else if (!(await askForWatched(context))) return undefined;
  return connections.list.filter(({ watched }) => watched).map(({ id }) => id);
}

async function askForWatched({ connections }: Context): Promise<boolean> {
  const { active } = connections;
  const list = connections.list.filter((each) => can(each, "answer"));
  const items = activeFirst(list, active).map((connection) => ({
    label: connection.name,
    description: `${hostLabel(connection)}${connection === active ? ", active connection: always watched" : ""}`,
    picked: connection.watched ?? false,
    connection,
  }));
  const chosen = await showPickMany(items, {
    title: "Watch Connections",
    placeHolder: "Select connections",
    prompt: "Selected connections are watched for input requests while another connection is active.",
  });
  if (!chosen) return false;
  const watchedIds = new Set(chosen.map(({ connection }) => connection.id));
  for (const { id, watched = false } of list) {
    if (watchedIds.has(id) !== watched) await connections.mark(id, { watched: watchedIds.has(id) || undefined });
  }
  return true;
}

/** Starts the sample app on this machine and shows its runs. @returns the id of its connection. */
export async function startSampleApp(context: Context): Promise<string> {
  requireTrust("the sample app is not started");
  const connection = await context.sampleApp.start();
  await vscode.commands.executeCommand(`${explorerViewId}.focus`);
  await context.activeRuns.session?.store.refresh();
  return connection.id;
}

type AddressContext = Pick<App, "connections" | "makeClient" | "sessions">;

/**
 * Changes a connection's address. The saved key belongs to the old address and isn't sent to the new one: it is
 * deleted, and the person enters the key of the new address.
 *
 * @param argument the connection's id; the active one by default
 * @param addressArgument from a script: `{ baseUrl, accessKey }`, without a key for a public app
 * @returns the connection's id, `undefined` when the person canceled
 * @throws ArgumentError about a field of `addressArgument`
 */
export async function editAddress(
  context: AddressContext,
  argument: unknown,
  addressArgument: unknown,
): Promise<string | undefined> {
  const { connections } = context;
  const id = namedConnection(connections, argument);
  const connection = await pickConnection(connections, id, "Edit the address of which connection?");
  if (!connection) return undefined;
  requireOwnAddress(connection);
  const given = isGiven(addressArgument) ? givenAddress(addressArgument) : undefined;
  const address = given ?? (await ask(context, connection.name, connection.baseUrl));
  if (!address) return undefined;
  const { baseUrl, accessKey } = address;
  if (baseUrl !== connection.baseUrl) {
    const move = async (keyStorage: KeyStorage): Promise<true> => {
      await connections.move(connection.id, baseUrl, accessKey, keyStorage);
      return true;
    };
    const moved = given ? await move("keyring") : await saveKey(move);
    if (!moved) return undefined;
  }
  await context.sessions.get(connection.id).store.refresh();
  return connection.id;
}

async function ask(
  { makeClient }: AddressContext,
  name: string,
  old: string,
): Promise<ReturnType<typeof givenAddress> | undefined> {
  const title = `Edit the Address of ${name}`;
  const totalSteps = 2;
  let typed = old;
  while (true) {
    const address = await runInputStep(addressStep({ title, step: 1, totalSteps }, typed, makeClient));
    if (!address) return undefined;
    typed = address.value;
    const baseUrl = parseBaseUrl(typed);
    if (baseUrl === old) return { baseUrl, accessKey: undefined };
    const tryKey = async (key: string, signal: AbortSignal): Promise<string | undefined> =>
      address.kind === "anyway" ? undefined : tryConnection(makeClient, baseUrl, key || undefined, signal);
    const prompt = `Enter the access key of ${new URL(baseUrl).host}, or nothing for a public app. The saved key isn't sent to this host.`;
    const key = await runInputStep({ ...keyStep(name, { title, step: 2, totalSteps }, tryKey), prompt });
    if (!key) return undefined;
    if (key.kind !== "back") return { baseUrl, accessKey: key.value || undefined };
  }
}
