import { Worker } from "node:worker_threads";
import { formatCount } from "../../../model/counts.ts";

/** A longer text isn't searched, in characters. */
const longest = 1_000_000;
/** Megabytes that the thread may have: the texts of one run, which its output holds already, and little else. */
const mostMemory = 512;

/** A regular expression out of a file, and the text of a run that it has to match. */
export interface AskedPattern {
  pattern: string;
  text: string;
}

/** Whether it matches, or a sentence when that couldn't be found out. */
export type Matched = boolean | { problem: string };

/**
 * Looks whether the regular expressions of a golden test match. The file may come from anybody, and an expression can
 * take years: so a thread of its own looks, and is ended when the time is over. What wasn't found out isn't tried again
 * for the other runs of the test, so that a hundred runs take no longer than one.
 */
export class PatternMatches {
  readonly #time: number;
  /** What couldn't be found out, by pattern. */
  readonly #notFound = new Map<string, { problem: string }>();

  /** @param time in milliseconds, for all regular expressions of a run together */
  constructor(time = 1_000) {
    this.#time = time;
  }

  /** @returns in the order of what is asked */
  async of(asked: readonly AskedPattern[]): Promise<Matched[]> {
    const tookTooLong = { problem: `matches took longer than ${this.#time} ms. ${nextStep}` };
    const noTimeLeft = {
      problem: `another matches of this test took the ${this.#time} ms that they have together. Simplify that one`,
    };
    const known = asked.map(({ pattern, text }): Matched | undefined => {
      if (text.length > longest) return { problem: tooLong(text) };
      return this.#notFound.get(pattern);
    });
    const open = asked.filter((_, index) => known[index] === undefined);
    const found = open.length === 0 ? [] : await matchInThread(open, this.#time);
    const others = open.map(({ pattern }, index): Matched => {
      if (found[index] !== undefined) return found[index];
      const problem = index === found.length ? tookTooLong : noTimeLeft;
      this.#notFound.set(pattern, problem);
      return problem;
    });
    const rest = others.values();
    return known.map((each) => each ?? rest.next().value ?? noTimeLeft);
  }
}

/** The pattern is a value in it, never code. */
const script = `
const { parentPort, workerData } = require("node:worker_threads");
for (const { pattern, text } of workerData) {
  try {
    parentPort.postMessage(new RegExp(pattern).test(text));
  } catch (error) {
    parentPort.postMessage({ error: String(error) });
  }
}`;

/** @returns the results that came in time, in order */
async function matchInThread(asked: readonly AskedPattern[], time: number): Promise<Matched[]> {
  const found: Matched[] = [];
  let timer: NodeJS.Timeout | undefined;
  const worker = new Worker(script, {
    eval: true,
    workerData: asked.map(({ pattern, text }) => ({ pattern, text })),
    resourceLimits: { maxOldGenerationSizeMb: mostMemory },
  });
  try {
    return await new Promise<Matched[]>((resolve, reject) => {
      worker.on("message", (matched: boolean | { error: string }) => {
        found.push(typeof matched === "boolean" ? matched : { problem: tooComplex });
        if (found.length === asked.length) resolve(found);
      });
      worker.on("error", reject);
      worker.on("online", () => {
        // What has arrived while this thread was busy is taken before the time is over.
        timer = setTimeout(() => setImmediate(() => resolve([...found])), time);
      });
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

const nextStep = "Simplify the regular expression, or use contains";
const tooComplex = `the regular expression is too complex for this text. ${nextStep}`;

function tooLong({ length }: string): string {
  const lengths = `the text has ${formatCount(length)} characters, more than the ${formatCount(longest)}`;
  return `${lengths} that matches can read. Use contains`;
}
