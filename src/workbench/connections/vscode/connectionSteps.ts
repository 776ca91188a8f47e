import { keyInAddress, offeredOrigin, parseBaseUrl } from "#api/baseUrl.ts";
import { confirm } from "#host/confirm.ts";
import { notificationText } from "#host/errors/notificationText.ts";
import { ArgumentError } from "#host/errors/userError.ts";
import type { InputStep } from "#host/steps/inputStep.ts";
import { checkAccessKey, isKeyForAddress } from "#model/accessKey.ts";
import type { MakeClient } from "#workbench/core/connections/clientPool.ts";
import { KeyringError } from "#workbench/core/connections/keyErrors.ts";
import type { KeyStorage } from "#workbench/core/connections/keyVault.ts";
import { tryAddress } from "./tryConnection.ts";

/** Why an address can't be used for a connection. */
function baseUrlProblem(text: string): string | undefined {
  try {
    parseBaseUrl(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Why a text can't be an access key. An empty one means a public app. */
function accessKeyProblem(text: string): string | undefined {
  if (text === "") return undefined;
  const checked = checkAccessKey(text);
  return checked.ok ? undefined : checked.reason;
}

/** The address and the key that a script gives. @throws ArgumentError about one of them */
export function givenAddress(argument: unknown): { baseUrl: string; accessKey?: string } {
  const { baseUrl, accessKey } = (argument ?? {}) as { baseUrl?: unknown; accessKey?: unknown };
  if (typeof baseUrl !== "string") throw new ArgumentError("baseUrl: expected the app's host or URL.");
  if (accessKey !== undefined && typeof accessKey !== "string")
    throw new ArgumentError("accessKey: expected a string.");
  const urlProblem = baseUrlProblem(baseUrl);
  if (urlProblem) throw new ArgumentError(`baseUrl: ${urlProblem}`);
  const key = accessKey?.trim() ?? "";
  const keyProblem = accessKeyProblem(key);
  if (keyProblem) throw new ArgumentError(`accessKey: ${keyProblem}`);
  return { baseUrl: parseBaseUrl(baseUrl), accessKey: key || undefined };
}

const saveAnyway = "Save Anyway";

type StepHead = Pick<InputStep, "title" | "step" | "totalSteps">;

/** Asks for an app's address. Enter checks, without a key, whether it is a Dynamiq app. */
export function addressStep(head: StepHead, value: string, makeClient: MakeClient): InputStep {
  return {
    ...head,
    prompt: "The app's host or URL, from its Integration tab on Dynamiq",
    placeholder: "4f6e1c2a-….apps.us-east-1.getdynamiq.ai",
    value,
    anyway: saveAnyway,
    key: { isIn: isKeyForAddress, problem: keyInAddress },
    check: baseUrlProblem,
    offer: offeredOrigin,
    accept: (text, signal) => tryAddress(makeClient, parseBaseUrl(text), signal),
  };
}

/** @param tryKey makes a real request with the key and returns the problem, if any */
export function keyStep(
  appName: string,
  head: StepHead,
  tryKey: (accessKey: string, signal: AbortSignal) => Promise<string | undefined>,
): InputStep {
  return {
    ...head,
    prompt: `Enter the access key of ${appName}, or nothing for a public app. VS Code's secret storage keeps the key.`,
    placeholder: "dynamiq_acc_…",
    password: true,
    anyway: saveAnyway,
    check: accessKeyProblem,
    accept: tryKey,
  };
}

/**
 * Saves an access key. If the keyring doesn't accept it, the person is asked whether to keep it in this window only.
 * @returns the result of `save`, `undefined` when the person canceled
 */
export async function saveKey<T>(save: (storage: KeyStorage) => Promise<T>): Promise<T | undefined> {
  try {
    return await save("keyring");
  } catch (error) {
    if (!(error instanceof KeyringError)) throw error;
    const detail = `${notificationText(error.message)} You can keep the key in this window's memory instead. It is lost when you close or reload the window.`;
    const question = "The access key can't be saved on this machine.";
    return (await confirm({ question, detail, act: "Keep in This Window" })) ? await save("session") : undefined;
  }
}
