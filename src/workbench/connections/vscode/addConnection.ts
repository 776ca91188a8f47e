import * as vscode from "vscode";
import { nameOfAddress, parseBaseUrl } from "#api/baseUrl.ts";
import { ArgumentError } from "#host/errors/userError.ts";
import { explorerViewId } from "#host/ids.ts";
import { runInputStep } from "#host/steps/inputStep.ts";
import { looksLikeKey, wordForKey } from "#model/accessKey.ts";
import type { App } from "#workbench/app.ts";
import { addressStep, givenAddress, keyStep, saveKey } from "./connectionSteps.ts";
import { tryConnection } from "./tryConnection.ts";

type Context = Pick<App, "connections" | "makeClient">;

/**
 * Adds a connection and makes it the active one. With an argument `{name, baseUrl, accessKey}` it asks nothing.
 * @returns the connection's id, `undefined` when the person canceled.
 * @throws ArgumentError about a field of the argument, for the script that passed it
 */
export async function addConnection(context: Context, argument: unknown): Promise<string | undefined> {
  const asks = argument === undefined;
  const input = asks ? await ask(context) : checkArgument(argument);
  if (!input) return undefined;
  const { connections } = context;
  // First, so that nothing takes the focus away once the connection is seen.
  if (asks) await vscode.commands.executeCommand(`${explorerViewId}.focus`);
  const connection = asks
    ? await saveKey((keyStorage) => connections.add({ ...input, keyStorage }))
    : await connections.add(input);
  return connection?.id;
}

interface ConnectionInput {
  name: string;
  baseUrl: string;
  accessKey?: string;
}

async function ask(context: Context): Promise<ConnectionInput | undefined> {
  const title = "Add Connection";
  const totalSteps = 3;
  let [baseUrl, name, step, isUntried] = ["", "", 1, false];
  while (true) {
    const head = { title, step, totalSteps };
    if (step === 1) {
      const result = await runInputStep(addressStep(head, baseUrl, context.makeClient));
      if (!result) return undefined;
      baseUrl = result.value;
      isUntried = result.kind === "anyway";
    } else if (step === 2) {
      const prompt = "A name for the connection, such as Support Triage";
      const value = name || nameOfAddress(parseBaseUrl(baseUrl));
      const check = (text: string): string | undefined => (text === "" ? "Give the connection a name." : undefined);
      const result = await runInputStep({ ...head, prompt, value, check });
      if (!result) return undefined;
      if (result.kind !== "back") name = result.value;
      step = result.kind === "back" ? 0 : step;
    } else {
      const origin = parseBaseUrl(baseUrl);
      const tryKey = async (key: string, signal: AbortSignal): Promise<string | undefined> =>
        isUntried ? undefined : tryConnection(context.makeClient, origin, key || undefined, signal);
      const result = await runInputStep(keyStep(name, head, tryKey));
      if (!result) return undefined;
      if (result.kind !== "back") return { name, baseUrl: origin, accessKey: result.value || undefined };
      step = 1;
    }
    step++;
  }
}

function checkArgument(argument: unknown): ConnectionInput {
  const { name } = (argument ?? {}) as { name?: unknown };
  if (typeof name !== "string" || name.trim() === "") throw new ArgumentError("name: expected the connection's name.");
  if (looksLikeKey(name))
    throw new ArgumentError(`name: this is ${wordForKey(name)}. Pass the access key as accessKey.`);
  return { name: name.trim(), ...givenAddress(argument) };
}
