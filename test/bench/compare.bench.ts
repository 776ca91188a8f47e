import { alignSteps } from "../../src/runs/compare/align/alignSteps.ts";
import { compareStories } from "../../src/runs/compare/compareStories.ts";
import { StoryKeys, TextNumbers } from "../../src/runs/compare/keys/storyKeys.ts";
import { StepList } from "../../src/runs/story/stepList.ts";
import { Random } from "../../src/sample/agent/random.ts";
import { mutations } from "../support/compare/mutations.ts";
import { playedAgain, randomStep, randomStory, type Told } from "../support/compare/randomStory.ts";
import { median, report } from "./figures.ts";
import { bytesInUse } from "./support/collectGarbage.ts";
import { reportComparedRows } from "./support/comparedRows.ts";

/**
 * Two runs of 10,000 steps, compared: the time from the packed stories to the rows, and of the alignment alone beside
 * the table of a plain longest common subsequence over the same keys. Of the rows and keys, the memory.
 */
const count = 10_000;
const rounds = 5;

const told = randomStory(new Random(1), count);
const kinds = Object.keys(mutations);
const cases: Readonly<Record<string, readonly Told[]>> = {
  "that differ in ids and times only": told,
  "with 300 differences": drifted(300),
  "of which each result differs": told.map((step, index) =>
    step.kind === "tool" ? { ...step, result: { orders: 10_000 + index } } : step,
  ),
  "in which 20 calls repeat all the time": repeating(2),
  "that have nothing to do with each other": randomStory(new Random(2), count),
  "that share no step": Array.from({ length: count }, (_, at) => ({ kind: "notice", text: `Notice ${at}` }) as const),
};

for (const [name, steps] of Object.entries(cases)) {
  const a = listOf(name.includes("repeat") ? repeating(1) : told, 1);
  const b = listOf(steps, 2);
  const times = { whole: [] as number[], aligned: [] as number[], plain: [] as number[] };
  let differences = 0;
  for (let round = 0; round < rounds; round++) {
    times.whole.push(spent(() => (differences = compareStories(a, b).counts.differences)));
    const numbers = new TextNumbers();
    const [keysOfA, keysOfB] = [StoryKeys.of(a, numbers), StoryKeys.of(b, numbers)];
    times.aligned.push(spent(() => alignSteps(keysOfA, keysOfB)));
    times.plain.push(spent(() => plainSubsequence(keysOfA.full, keysOfB.full)));
  }
  const baseline = "the table of a plain longest common subsequence";
  const whole = median(times.whole);
  const [aligned, plain] = [median(times.aligned), median(times.plain)];
  report({
    name: `compare: two runs ${name} (${differences} differences)`,
    value: whole,
    unit: "ms",
    target: { atMost: 1_000 },
  });
  report({ name: `compare: the same, alignment alone`, value: aligned, unit: "ms", ratio: aligned / plain, baseline });
}

const [a, b] = [listOf(told, 1), listOf(drifted(300), 2)];
const before = bytesInUse();
const comparison = compareStories(a, b);
report({
  name: "compare: heap of the comparison of two runs with 300 differences",
  value: (bytesInUse() - before) / 2 ** 20,
  unit: "MiB",
  target: { atMost: 10 },
});
if (comparison.rows.length < count) throw new Error("Rows are missing.");

await reportComparedRows();

function drifted(differences: number): readonly Told[] {
  const random = new Random(5);
  let steps: readonly Told[] = told;
  for (let made = 0; made < differences;) {
    const mutation = mutations[kinds[random.integer(0, kinds.length - 1)]!]!(steps, random);
    if (!mutation) continue;
    steps = mutation.steps;
    made += 1;
  }
  return steps;
}

function repeating(seed: number): readonly Told[] {
  const steps = Array.from({ length: 20 }, (_, index) => randomStep(new Random(index)));
  const random = new Random(seed);
  return Array.from({ length: count }, (_, index) => steps[random.next() < 0.02 ? random.integer(0, 19) : index % 20]!);
}

/** As a story holds its steps: most pages packed. */
function listOf(steps: readonly Told[], seed: number): StepList {
  const list = new StepList();
  for (const step of playedAgain(steps, seed)) list.add(step);
  list.takeChanges();
  return list;
}

function spent(work: () => unknown): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}

/** The length of the longest common subsequence, and the table from which it could be read. */
function plainSubsequence(a: readonly number[], b: readonly number[]): number {
  const ways = new Uint8Array(a.length * b.length);
  let below = new Int32Array(b.length + 1);
  let best = new Int32Array(b.length + 1);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const isSame = a[i] === b[j];
      ways[i * b.length + j] = isSame ? 0 : below[j]! >= best[j + 1]! ? 1 : 2;
      best[j] = isSame ? below[j + 1]! + 1 : Math.max(below[j]!, best[j + 1]!);
    }
    [below, best] = [best, below];
  }
  return below[0]!;
}
