import type { TextMaker } from "./samples/worstTexts.ts";

/** Characters of the shorter and of the longer text, which has four times as many. */
const lengths = { short: 4_000, long: 16_000 };
/** So few characters show exponential and cubic time: with more of them nobody would see the end. */
const few = [24, 320];
const tries = 3;
/** Less than this the clock of a thread's own work doesn't tell apart, in milliseconds: some systems count in steps. */
const resolution = 10;

/**
 * Whether something takes more than linear time for a text: the work for a text beside that for as many characters in
 * shorter texts.
 */
export function growsWith(use: (text: string) => unknown, make: TextMaker, { short, long } = lengths): boolean {
  if (few.some((length) => best(() => use(make(length))) > resolution)) return true;
  // Linear work takes as long for the longer text as for all its parts, quadratic work `parts` times as long. In
  // between lies what a cache and new memory cost.
  const parts = long / short;
  const most = parts / 2;
  const [shorter, longer] = [make(short), make(long)];
  const first = workOf(() => use(longer));
  if (first < resolution) return false;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    // Some clocks are too coarse for one part.
    const readParts = (): void => {
      for (let part = 0; part < parts; part += 1) use(shorter);
    };
    // What is linear shows so at its first reading, which saves those that follow.
    if (attempt === 0 && first < most * Math.max(workOf(readParts), resolution)) return false;
    const least = Math.max(best(readParts), resolution);
    if (best(() => use(longer)) < most * least) return false;
  }
  return true;
}

function best(work: () => unknown): number {
  const first = workOf(work);
  return first === 0 ? first : Math.min(first, workOf(work));
}

/** In milliseconds of the thread's own work: what else the machine does meanwhile is not counted. */
export function workOf(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}
