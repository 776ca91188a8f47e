import { expect, test } from "vitest";
import { compareStories } from "../../../../src/runs/compare/compareStories.ts";
import { type Comparison, isDifference } from "../../../../src/runs/compare/comparison.ts";
import { Random } from "../../../../src/sample/agent/random.ts";
import { mutations } from "../../../support/compare/mutations.ts";
import { asBatch, playedAgain, randomStory, type Told } from "../../../support/compare/randomStory.ts";

const kinds = Object.keys(mutations);

/** What is compared of a step, in a way that has nothing to do with the keys of a comparison. */
const plain = (steps: readonly Told[]): string[] => steps.map((step) => JSON.stringify(step));

/** The place where two stories begin to differ. */
function firstUnlike(a: readonly Told[], b: readonly Told[]): number {
  const [of, other] = [plain(a), plain(b)];
  const at = of.findIndex((step, index) => step !== other[index]);
  return at < 0 ? of.length : at;
}

function firstRow({ rows, first }: Comparison) {
  expect(first?.row ?? -1).toBe(rows.findIndex(isDifference));
  return rows[first!.row]!;
}

test.each(kinds)("%s: found at the right step, as what it is, and nothing else", (kind) => {
  let tried = 0;
  for (let seed = 0; tried < 112; seed++) {
    const random = new Random(seed);
    const told = randomStory(random, random.integer(5, 80));
    const mutation = mutations[kind]!(told, random);
    if (!mutation || plain(mutation.steps).join() === plain(told).join()) continue;
    tried += 1;
    const a = playedAgain(told, seed);
    const b = playedAgain(mutation.steps, seed + 1);
    const comparison = compareStories(a, b);
    const row = firstRow(comparison);
    const at = firstUnlike(told, mutation.steps);
    expect({ seed, kind: row.kind, at: row.a ?? row.b }).toMatchObject({ seed, kind: mutation.kind });
    expect({ seed, at: row.kind === "moved" ? row[row.side] : (row.a ?? row.b) }).toEqual({ seed, at });
    if (mutation.parts) expect({ seed, row }).toMatchObject({ seed, row: { parts: mutation.parts, a: at, b: at } });
    expect({ seed, ...comparison.counts }).toMatchObject({ seed, [mutation.kind]: 1, differences: 1 });
    expect(comparison.first!.sentence).not.toBe("");
  }
});

test("several differences: the first one is found, and each counts", () => {
  for (let seed = 0; seed < 150; seed++) {
    const random = new Random(seed);
    const told = randomStory(random, random.integer(30, 120));
    let steps: readonly Told[] = told;
    const count = random.integer(2, 6);
    for (let index = 0; index < count; index++)
      steps = mutations[kinds[random.integer(0, kinds.length - 1)]!]!(steps, random)?.steps ?? steps;
    const { rows, first, counts } = compareStories(playedAgain(told, seed), playedAgain(steps, seed + 1));
    const at = firstUnlike(told, steps);
    if (plain(steps).join() === plain(told).join()) expect(first).toBeUndefined();
    else expect({ seed, row: first!.row }).toEqual({ seed, row: at });
    expect(counts.differences).toBeLessThanOrEqual(2 * count);
    expectWhole(rows, told.length, steps.length);
  }
});

test("runs that differ in ids and times only are equal", () => {
  for (let seed = 0; seed < 150; seed++) {
    const told = randomStory(new Random(seed), 60);
    const { counts, first } = compareStories(playedAgain(told, seed), playedAgain(told, seed + 1));
    expect({ seed, first, ...counts }).toMatchObject({ seed, first: undefined, equal: 60, differences: 0 });
  }
});

/** Every step of both stories stands in the rows once, those of A in order. */
function expectWhole(rows: Comparison["rows"], ofA: number, ofB: number): void {
  const shown = (side: "a" | "b"): number[] =>
    rows.flatMap((row) => (row[side] === undefined || (row.kind === "moved" && row.side !== side) ? [] : [row[side]]));
  expect(shown("a")).toEqual(Array.from({ length: ofA }, (_, at) => at));
  expect(shown("b").toSorted((x, y) => x - y)).toEqual(Array.from({ length: ofB }, (_, at) => at));
}

test("calls of one batch have no order", () => {
  for (let seed = 0; seed < 100; seed++) {
    const random = new Random(seed);
    const told = randomStory(random, 30);
    const tool = told.find((step) => step.kind === "tool")!;
    const calls = Array.from({ length: 4 }, (_, index) => ({ ...tool, input: { file: index } }));
    const with4 = (order: readonly Told[]): Told[] => told.toSpliced(10, 0, ...order);
    const a = playedAgain(with4(calls), seed);
    const shuffled = calls.map((call) => ({ call, by: random.next() })).toSorted((x, y) => x.by - y.by);
    const b = playedAgain(with4(shuffled.map(({ call }) => call)), seed + 1);
    const batched = (steps: typeof a, name: string) => steps.toSpliced(10, 4, ...asBatch(steps.slice(10, 14), name));
    const { counts, rows } = compareStories(batched(a, "x"), batched(b, "y"));
    expect({ seed, differences: counts.differences }).toEqual({ seed, differences: 0 });
    expectWhole(rows, 34, 34);
  }
});

test("long stories: each of some differences far apart is found alone", () => {
  for (let seed = 0; seed < 6; seed++) {
    const random = new Random(seed);
    const parts = Array.from({ length: 8 }, () => randomStory(random, 150).slice(1, -1));
    const mutated = parts.map((part, index) => {
      const kind = kinds.filter((each) => each !== "move")[(seed + index) % (kinds.length - 1)]!;
      for (;;) {
        const mutation = mutations[kind]!(part, random);
        if (mutation && plain(mutation.steps).join() !== plain(part).join()) return mutation.steps;
      }
    });
    const [told, steps] = [parts.flat(), mutated.flat()];
    const { first, counts, rows } = compareStories(playedAgain(told, seed), playedAgain(steps, seed + 1));
    expect({ seed, row: first!.row }).toEqual({ seed, row: firstUnlike(told, steps) });
    expect({ seed, differences: counts.differences }).toEqual({ seed, differences: parts.length });
    expectWhole(rows, told.length, steps.length);
  }
});

test("long stories: what follows a long new part is found again", () => {
  const told = randomStory(new Random(3), 1_500);
  const steps = told.toSpliced(400, 0, ...randomStory(new Random(4), 600).slice(1, -1)).toSpliced(1_500, 1);
  const { counts, first } = compareStories(playedAgain(told, 1), playedAgain(steps, 2));
  expect(first!.row).toBe(firstUnlike(told, steps));
  expect(counts).toMatchObject({ equal: 1_499, changed: 0, onlyInB: 598 });
});

test("long stories that repeat a few calls, or share none, are aligned, too", () => {
  const random = new Random(9);
  const few = Array.from({ length: 5 }, () => randomStory(random, 3)[1]!);
  const repeating = Array.from({ length: 1_500 }, (_, index) => few[index % 5]!);
  const extra = randomStory(new Random(10), 3)[1]!;
  const steps = repeating.toSpliced(1_400, 1).toSpliced(700, 0, extra).toSpliced(100, 0, extra);
  const { rows, counts } = compareStories(playedAgain(repeating, 1), playedAgain(steps, 2));
  expectWhole(rows, repeating.length, steps.length);
  expect(counts.differences).toBeLessThanOrEqual(6);
  const other = randomStory(new Random(11), 1_500).map((step): Told => ({ ...step, kind: "notice", text: "x" }));
  const apart = compareStories(playedAgain(repeating, 1), playedAgain(other, 2));
  expectWhole(apart.rows, repeating.length, other.length);
  expect(apart.counts.equal).toBe(0);
});
