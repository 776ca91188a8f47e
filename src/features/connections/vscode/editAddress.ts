import { parseBaseUrl } from "../../../api/baseUrl.ts";
import type { KeyPlace } from "../../../connections/keyVault.ts";
import { ArgumentError } from "../../../host/errors/userError.ts";
import { isGiven } from "../../../host/givenArgument.ts";
import { runInputStep } from "../../../host/steps/inputStep.ts";
import type { App } from "../../app.ts";
import { accessKeyProblem, addressStep, baseUrlProblem, keyStep } from "./connectionSteps.ts";
import { pickConnection } from "./pickConnection.ts";
import { saveKey } from "./saveKey.ts";
import { tryConnection } from "./tryConnection.ts";

type Needs = Pick<App, "connections" | "makeClient" | "sessions">;

interface NewAddress {
  /** An origin. */
  baseUrl: string;
  /** Absent for a public app. */
  accessKey: string | undefined;
}

/**
 * Changes a connection's address. The saved key belongs to the old address and isn't sent to the new one: it is
 * deleted, and the person enters the key of the new address.
 *
 * @param argument the connection's id; the active one by default
 * @param wanted from a script: `{ baseUrl, accessKey }`, without a key for a public app
 * @returns the connection's id, `undefined` when the person canceled
 * @throws ArgumentError about a field of `wanted`
 */
export async function editAddress(context: Needs, argument: unknown, wanted: unknown): Promise<string | undefined> {
  const { connections } = context;
  const id = isGiven(argument) ? argument : connections.active?.id;
  const connection = await pickConnection(context.connections, id, "Edit the address of which connection?");
  if (!connection) return undefined;
  const given = isGiven(wanted) ? checkArgument(wanted) : undefined;
  const address = given ?? (await ask(context, connection.name, connection.baseUrl));
  if (!address) return undefined;
  const { baseUrl, accessKey } = address;
  if (baseUrl !== connection.baseUrl) {
    const move = async (keyPlace: KeyPlace): Promise<true> => {
      await connections.move(connection.id, baseUrl, accessKey, keyPlace);
      return true;
    };
    const moved = given ? await move("keyring") : await saveKey(move);
    if (!moved) return undefined;
  }
  await context.sessions.get(connection.id).store.refresh();
  return connection.id;
}

async function ask({ makeClient }: Needs, name: string, old: string): Promise<NewAddress | undefined> {
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
    const prompt = `The access key of ${new URL(baseUrl).host}; leave it empty for a public app. The saved key isn't sent there.`;
    const key = await runInputStep({ ...keyStep(name, { title, step: 2, totalSteps }, tryKey), prompt });
    if (!key) return undefined;
    if (key.kind !== "back") return { baseUrl, accessKey: key.value || undefined };
  }
}

function checkArgument(wanted: unknown): NewAddress {
  const { baseUrl, accessKey } = (wanted ?? {}) as { baseUrl?: unknown; accessKey?: unknown };
  const problem = typeof baseUrl === "string" ? baseUrlProblem(baseUrl) : "expected the app's host or URL.";
  if (problem) throw new ArgumentError(`baseUrl: ${problem}`);
  if (accessKey !== undefined && typeof accessKey !== "string")
    throw new ArgumentError("accessKey: expected a string.");
  const key = accessKey?.trim();
  const keyProblem = accessKeyProblem(key ?? "");
  if (keyProblem) throw new ArgumentError(`accessKey: ${keyProblem}`);
  return { baseUrl: parseBaseUrl(baseUrl as string), accessKey: key || undefined };
}
