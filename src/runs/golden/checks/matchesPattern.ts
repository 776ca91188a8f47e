import { type Context, createContext, Script } from "node:vm";
import { formatCount } from "../../../model/counts.ts";

/** A longer text isn't searched, in characters. */
const longest = 1_000_000;
/** A hostile expression ends after this time, in milliseconds. */
const longestTime = 1_000;

/**
 * Whether a regular expression out of a file matches a text. The file may come from anybody, and an expression can take
 * years: it is ended by the machine, not by reading it.
 *
 * @returns a sentence when it could not be found out
 */
export function matchesPattern(pattern: string, text: string): boolean | { problem: string } {
  if (text.length > longest) {
    const lengths = `the text has ${formatCount(text.length)} characters, more than the ${formatCount(longest)}`;
    return { problem: `${lengths} that matches can read. Use contains` };
  }
  try {
    place ??= { script: new Script("new RegExp(pattern).test(text)"), context: createContext({}, options) };
    Object.assign(place.context, { pattern, text });
    return place.script.runInContext(place.context, { timeout: longestTime }) === true;
  } catch (error) {
    if (!isTimeOut(error)) throw error;
    return { problem: `matches took longer than ${longestTime} ms. Simplify the regular expression, or use contains` };
  }
}

/** Made once: each context costs some milliseconds. The pattern is a value in it, never code. */
let place: { script: Script; context: Context } | undefined;
const options = { codeGeneration: { strings: false, wasm: false } } as const;

function isTimeOut(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}
