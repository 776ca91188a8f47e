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
 * take years: so a thread of its own looks, and is ended when the time is over. The time is for all runs of the test
 * together, one after another, so that a hundred runs take no longer than one.
 */
export class PatternMatches {
  readonly #time: number;
  /** What is left of it. */
  #left: number;
  /** The regular expression at which it was over. */
  #stoppedAt: string | undefined;
  #last: Promise<unknown> = Promise.resolve();

  /** @param time in milliseconds, for all regular expressions in all runs of a test together */
  constructor(time = 1_000) {
    this.#time = time;
    this.#left = time;
  }

  /** @returns in the order of what is asked */
  of(asked: readonly AskedPattern[]): Promise<Matched[]> {
    const found = this.#last.then(() => this.#of(asked));
    this.#last = found.catch(() => undefined);
    return found;
  }

  async #of(asked: readonly AskedPattern[]): Promise<Matched[]> {
    const open = asked.filter(({ text }) => text.length <= longest);
    const found = open.length === 0 || this.#stoppedAt !== undefined ? [] : await matchInThread(open, this.#left);
    this.#left -= found.reduce((sum, { took }) => sum + took, 0);
    this.#stoppedAt ??= open[found.length]?.pattern;
    const rest = found.values();
    return asked.map(({ pattern, text }) => {
      if (text.length > longest) return { problem: tooLong(text) };
      return rest.next().value?.matched ?? this.#noTime(pattern);
    });
  }

  #noTime(pattern: string): { problem: string } {
    const time = `the ${this.#time} ms that they have together in all runs`;
    if (pattern !== this.#stoppedAt) return { problem: `another matches of this test took ${time}. Simplify that one` };
    return { problem: `the matches of this test took longer than ${time}. ${nextStep}` };
  }
}

/** The pattern is a value in it, never code. */
const script = `
const { parentPort, workerData } = require("node:worker_threads");
for (const { pattern, text } of workerData) {
  const began = performance.now();
  const message = {};
  try {
    message.matched = new RegExp(pattern).test(text);
  } catch (error) {
    message.error = String(error);
  }
  parentPort.postMessage({ ...message, took: performance.now() - began });
}`;

interface Found {
  matched: Matched;
  /** In milliseconds. */
  took: number;
}

/** @returns the results that came in time, in order */
async function matchInThread(asked: readonly AskedPattern[], time: number): Promise<Found[]> {
  const found: Found[] = [];
  let timer: NodeJS.Timeout | undefined;
  const worker = new Worker(script, {
    eval: true,
    workerData: asked.map(({ pattern, text }) => ({ pattern, text })),
    resourceLimits: { maxOldGenerationSizeMb: mostMemory },
  });
  try {
    return await new Promise<Found[]>((resolve, reject) => {
      worker.on("message", ({ matched, took }: { matched?: boolean; error?: string; took: number }) => {
        found.push({ matched: matched ?? { problem: tooComplex }, took });
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
