import { Random } from "../../../src/sample/agent/random.ts";
import type { Fault } from "../fault.ts";
import { type Sizes, randomFault } from "./randomFault.ts";

const sizes = {
  list: { request: 250, answer: 9_000 },
  create: { request: 350, answer: 600 },
  createAndStream: { request: 350, answer: 9_000, isStream: true },
  createWithFile: { request: 41_500, answer: 600 },
  stream: { request: 280, answer: 17_000, isStream: true },
  watch: { request: 280, answer: 12_000, isStream: true },
  upload: { request: 40_800, answer: 400 },
  answer: { request: 450, answer: 250 },
} as const satisfies Record<string, Sizes>;

export type Operation = keyof typeof sizes;
export const operations = Object.keys(sizes) as [Operation, ...Operation[]];

/** One call of the client, and what happens to its connections. A seed decides all of it. */
export interface Schedule {
  seed: number;
  operation: Operation;
  /** Of its first connections, in order; nothing happens to the later ones. */
  faults: Fault[];
  /** The caller aborts after so many milliseconds. */
  abortAfter?: number;
}

export function scheduleOf(seed: number): Schedule {
  const random = new Random(seed);
  const operation = random.pick(operations);
  // A stream attaches as often as it takes.
  const most = "isStream" in sizes[operation] ? 8 : 4;
  const faults = Array.from({ length: random.integer(1, most) }, () => randomFault(random, sizes[operation]));
  return { seed, operation, faults, ...(random.next() < 0.1 ? { abortAfter: random.integer(0, 60) } : {}) };
}
