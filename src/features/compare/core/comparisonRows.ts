import { withoutUnblocked } from "../../../model/block.ts";
import type { Partners } from "./align/alignSteps.ts";
import { findMoves, leftoversOf } from "./align/moves.ts";
import { pairBatches, onlyPassedConcurrent } from "./align/parallelCalls.ts";
import type { ComparisonCounts, ComparisonRow, RowTimes, ValueRow, ValueStep } from "./comparison.ts";
import { changedParts, type StoryKeys } from "./keys/storyKeys.ts";
import { valueKey } from "./keys/valueKey.ts";

/**
 * The rows of the steps in the order of A. A step that only B has follows its predecessor there. Positions in B rise,
 * too, except for parallel steps.
 */
export function rowsOf(a: StoryKeys, b: StoryKeys, partners: Partners): ComparisonRow[] {
  const inOrder = partners.slice();
  pairBatches(a, b, partners);
  const moves = findMoves(a, b, leftoversOf(partners, b.length));
  const concurrent = onlyPassedConcurrent(a, b, inOrder, moves);
  for (const [i, j] of concurrent) {
    partners[i] = j;
    moves.delete(i);
  }
  const paired = new Set(partners);
  const movedFrom = new Map(Array.from(moves, ([from, to]) => [to, from]));
  const rows: ComparisonRow[] = [];
  const moved = (side: "a" | "b", i: number, j: number): ComparisonRow => {
    const parts = changedParts(a[i]!, b[j]!);
    return { kind: "moved", side, a: i, b: j, parts, other: -1, times: timesOf(a, b, i, j) };
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
export function valueRow(value: ValueStep["kind"], a: unknown, b: unknown): ValueRow[] {
  if ((a ?? b ?? undefined) === undefined) return [];
  const row = { value, times: {} };
  return keyOf(a) === keyOf(b) ? [{ ...row, kind: "equal" }] : [{ ...row, kind: "changed", parts: ["result"] }];
}

function keyOf(value: unknown): string {
  return valueKey(withoutUnblocked(value ?? null));
}

export function countsOf(rows: readonly ComparisonRow[]): ComparisonCounts {
  const counts = { equal: 0, changed: 0, onlyInA: 0, onlyInB: 0, moved: 0 };
  for (const row of rows) {
    if (row.kind === "moved" && row.side === "b") continue;
    counts[row.kind] += 1;
  }
  const { changed, onlyInA, onlyInB, moved } = counts;
  return { ...counts, differences: changed + onlyInA + onlyInB + moved };
}

function pairRow(a: StoryKeys, b: StoryKeys, i: number, j: number): ComparisonRow {
  const pair = { a: i, b: j, times: timesOf(a, b, i, j) };
  if (a[i]!.full === b[j]!.full) return { kind: "equal", ...pair };
  return { kind: "changed", parts: changedParts(a[i]!, b[j]!), ...pair };
}

function onlyRow(side: "a" | "b", at: number, keys: StoryKeys): ComparisonRow {
  const times = { [side]: keys[at]!.took };
  return side === "a" ? { kind: "onlyInA", a: at, times } : { kind: "onlyInB", b: at, times };
}

function timesOf(a: StoryKeys, b: StoryKeys, i: number, j: number): RowTimes {
  return { a: a[i]!.took, b: b[j]!.took };
}

/** The rows, each moved one with the index of the other row of its step. */
export function linked(rows: ComparisonRow[]): ComparisonRow[] {
  const firstOf = new Map<number, number>();
  rows.forEach((row, index) => {
    if (row.kind !== "moved") return;
    const other = firstOf.get(row.a);
    firstOf.set(row.a, index);
    if (other === undefined) return;
    rows[index] = { ...row, other };
    rows[other] = { ...(rows[other] as typeof row), other: index };
  });
  return rows;
}
