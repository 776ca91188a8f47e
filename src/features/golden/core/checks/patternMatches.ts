import { type Context, createContext, Script } from "node:vm";
import { formatCount } from "#model/counts.ts";

/** In characters. A longer text isn't searched. */
const maxTextLength = 1_000_000;

/** Whether it matches, or a sentence when that couldn't be found out. */
export type Matched = boolean | { problem: string };

/** The pattern and the text are values in it, never code. It returns its time as well, because starting it takes longer. */
const searchScript = new Script(`(() => {
  const began = Date.now();
  return [new RegExp(pattern).test(text), Date.now() - began];
})()`);

/**
 * Looks whether the regular expressions of a golden test match. The file may come from anybody, and an expression can
 * take years: so it is ended when the time is over. The time is for all runs of the test together, one after another,
 * so that a hundred runs take no longer than one, and this thread works no longer for them.
 */
export class PatternMatches {
  readonly #time: number;
  /** The script's context, made for the first pattern: it takes longer than all other checks of a test. */
  #context: Context | undefined;
  #left: number;
  /** The regular expression at which it was over. */
  #stoppedAt: string | undefined;

  /** @param time in milliseconds, for all regular expressions in all runs of a test together */
  constructor(time = 200) {
    this.#time = time;
    this.#left = time;
  }

  of(pattern: string, text: string): Matched {
    if (text.length > maxTextLength) return { problem: tooLong(text) };
    this.#context ??= createContext({});
    const context = Object.assign(this.#context, { pattern, text });
    // What is left is work, not time: a busy machine may not have let this thread work, and then it goes on.
    while (this.#left > 0) {
      const before = process.threadCpuUsage();
      try {
        const found = searchScript.runInContext(context, { timeout: Math.ceil(this.#left) }) as [boolean, number];
        this.#left -= Math.min(found[1], worked(before));
        if (this.#left <= 0) this.#stoppedAt = pattern;
        return found[0];
      } catch (error) {
        this.#left -= worked(before);
        if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") return { problem: tooComplex };
      }
    }
    this.#stoppedAt ??= pattern;
    return this.#noTime(pattern);
  }

  #noTime(pattern: string): { problem: string } {
    const time = `${this.#time} ms`;
    if (pattern !== this.#stoppedAt)
      return { problem: `another regular expression used up the ${time} of this test. Simplify that one` };
    return { problem: `the regular expressions of this test together took longer than ${time}. ${nextStep}` };
  }
}

/** What this thread has worked since then, in milliseconds. */
function worked(before: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}

const nextStep = 'Simplify the regular expression, or use "contains"';
const tooComplex = `the regular expression is too complex for this text. ${nextStep}`;

function tooLong({ length }: string): string {
  const lengths = `the text has ${formatCount(length)} characters, and a regular expression can read at most ${formatCount(maxTextLength)}`;
  return `${lengths}. Use "contains" instead`;
}
