import { parseBaseUrl } from "#api/baseUrl.ts";
import { UsageError, wrongArguments } from "#cli/usageError.ts";
import { checkAccessKey } from "#model/accessKey.ts";

export interface AppAddress {
  /** The app's origin. */
  baseUrl: string;
  /** The host for messages: with a port, if it has one. */
  host: string;
  /** Absent for a public app. */
  accessKey: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Finds out which app is meant. Never a file decides that: the key of the environment goes to this address.
 *
 * @param app the value of `--app`
 * @throws UsageError
 */
export function appAddress(app: string | undefined, environment: Environment): AppAddress {
  const address = app ?? environment["DYNAMIQ_APP_URL"]?.trim();
  if (!address) {
    throw wrongArguments("The address of the app is missing. Give --app URL, or set DYNAMIQ_APP_URL.");
  }
  const baseUrl = readAddress(address, app === undefined ? "DYNAMIQ_APP_URL" : "--app");
  return { baseUrl, host: new URL(baseUrl).host, accessKey: accessKeyOf(environment) };
}

function readAddress(address: string, source: string): string {
  try {
    return parseBaseUrl(address);
  } catch (cause) {
    throw new UsageError(`${source}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function accessKeyOf(environment: Environment): string | undefined {
  const text = environment["DYNAMIQ_ACCESS_KEY"]?.trim();
  if (!text) return undefined;
  if (/^\$\{.*\}$/.test(text))
    throw new UsageError(
      "DYNAMIQ_ACCESS_KEY can't be used: it contains an unexpanded variable. " +
        "Remove DYNAMIQ_ACCESS_KEY from the configuration that starts this command, and set it in the environment instead.",
    );
  const check = checkAccessKey(text);
  if (!check.ok) throw new UsageError(`DYNAMIQ_ACCESS_KEY can't be used. ${check.reason}`);
  return check.key;
}
