import { checkAccessKey } from "../api/accessKey.ts";
import { parseBaseUrl } from "../api/baseUrl.ts";
import type { InputStep } from "./inputStep.ts";

/** Says why an address cannot be a connection's. */
export function baseUrlProblem(text: string): string | undefined {
  try {
    parseBaseUrl(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Says why a text cannot be an access key. An empty one is a public app. */
export function accessKeyProblem(text: string): string | undefined {
  if (text === "") return undefined;
  const checked = checkAccessKey(text);
  return checked.ok ? undefined : checked.reason;
}

/** @param tryKey makes a real call with the key and returns what is wrong with it. */
export function keyStep(
  appName: string,
  place: Pick<InputStep, "title" | "step" | "totalSteps">,
  tryKey: (accessKey: string, signal: AbortSignal) => Promise<string | undefined>,
): InputStep {
  return {
    ...place,
    prompt: `The access key of ${appName}; leave it empty for a public app. It is kept in VS Code's secret storage.`,
    placeholder: "dynamiq_acc_…",
    password: true,
    button: { icon: "save", tooltip: "Save Anyway", show: "afterFailure" },
    check: accessKeyProblem,
    accept: tryKey,
  };
}
