import { withoutUnblocked } from "#model/block.ts";
import { partnersOf } from "./align/concurrentSteps.ts";
import { findMoves } from "./align/moves.ts";
import { rowSentence } from "./bodies/rowSentence.ts";
import {
  type ComparedRun,
  type Comparison,
  type ComparisonCounts,
  type ComparisonRow,
  isChanged,
  isDifference,
  type RowTimes,
  type ValueRow,
  type ValueStep,
} from "./comparison.ts";
import { changedParts, sharedKeys, type StoryKeys, storyTimes } from "./keys/storyKeys.ts";
import { valueKey } from "./keys/valueKey.ts";

/**
 * Compares two runs as they are now: their inputs, step by step, and their outputs. Steps are partners by kind, speaker,
 * tool and arguments; ids and times don't count (`keys/valueKey.ts` says which). Reads each step once for its keys, and
 * again only those of the first difference.
 */
export function compareStories(a: ComparedRun, b: ComparedRun): Comparison {
  const [keysOfA, keysOfB] = sharedKeys(a.steps, b.steps);
  const [runA, runB] = [a.run, b.run];
  const rows = [
    ...valueRow("input", runA?.input, runB?.input),
    ...rowsOf(keysOfA, keysOfB),
    ...valueRow("output", runA?.output, runB?.output),
  ];
  const row = rows.findIndex(isDifference);
  return {
    rows,
    first: row < 0 ? undefined : { row, sentence: rowSentence(rows[row]!, a, b) },
    counts: countsOf(rows),
    times: { a: storyTimes(keysOfA), b: storyTimes(keysOfB) },
  };
}

/**
 * The rows of the steps in the order of A. A step that only B has follows its predecessor there. Positions in B rise,
 * too, except for parallel steps.
 */
function rowsOf(a: StoryKeys, b: StoryKeys): ComparisonRow[] {
  const partners = partnersOf(a, b);
  const moves = findMoves(a, b, partners);
  const paired = new Set(partners);
  const movedFrom = new Map(Array.from(moves, ([from, to]) => [to, from]));
  const rows: ComparisonRow[] = [];
  const moved = (side: "a" | "b", i: number, j: number): ComparisonRow => {
    return { kind: "moved", side, ...rowPositions(a, b, i, j), parts: changedParts(a[i]!, b[j]!) };
  };
  let after = -1;
  /** Adds what only B has after the step whose row was added last. */
  const addOfB = (): void => {
    for (let j = after + 1; j < b.length && !paired.has(j); j++) {
      const i = movedFrom.get(j);
      rows.push(i === undefined ? onlyRow("b", j, b) : moved("b", i, j));
    }
  };
  for (let i = 0; i < a.length; i++) {
    const partner = partners[i]!;
    const to = moves.get(i);
    if (partner < 0) {
      rows.push(to === undefined ? onlyRow("a", i, a) : moved("a", i, to));
      continue;
    }
    addOfB();
    after = partner;
    rows.push(pairRow(a, b, i, partner));
  }
  addOfB();
  return rows;
}

/** The row of both inputs or outputs; none where neither run has one. */
function valueRow(value: ValueStep["kind"], a: unknown, b: unknown): ValueRow[] {
  if ((a ?? b ?? undefined) === undefined) return [];
  const row = { value, times: {} };
  return comparedValue(a) === comparedValue(b)
    ? [{ ...row, kind: "equal" }]
    : [{ ...row, kind: "changed", parts: ["result"] }];
}

function comparedValue(value: unknown): string {
  return valueKey(withoutUnblocked(value ?? null));
}

function countsOf(rows: readonly ComparisonRow[]): ComparisonCounts {
  const counts = { equal: 0, changed: 0, onlyInA: 0, onlyInB: 0, moved: 0, movedAndChanged: 0, differences: 0 };
  for (const row of rows) {
    if (row.kind === "moved" && row.side === "b") continue;
    counts[row.kind] += 1;
    if (row.kind === "moved" && isChanged(row)) {
      counts.changed += 1;
      counts.movedAndChanged += 1;
    }
    if (isDifference(row)) counts.differences += 1;
  }
  return counts;
}

function pairRow(a: StoryKeys, b: StoryKeys, i: number, j: number): ComparisonRow {
  const pair = rowPositions(a, b, i, j);
  if (a[i]!.full === b[j]!.full) return { kind: "equal", ...pair };
  return { kind: "changed", parts: changedParts(a[i]!, b[j]!), ...pair };
}

function onlyRow(side: "a" | "b", at: number, keys: StoryKeys): ComparisonRow {
  const { position, took } = keys[at]!;
  const times = { [side]: took };
  return side === "a" ? { kind: "onlyInA", a: position, times } : { kind: "onlyInB", b: position, times };
}

/** The positions of two steps in their stories, from which steps may have been left out, and their times. */
function rowPositions(a: StoryKeys, b: StoryKeys, i: number, j: number): { a: number; b: number; times: RowTimes } {
  const [left, right] = [a[i]!, b[j]!];
  return { a: left.position, b: right.position, times: { a: left.took, b: right.took } };
}
