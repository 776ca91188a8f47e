import type { Partners } from "./align/alignSteps.ts";
import { onlyPassedConcurrent } from "./align/concurrent.ts";
import { findMoves, leftoversOf } from "./align/moves.ts";
import { pairBatches } from "./align/parallelCalls.ts";
import type { ChangedPart, ComparisonCounts, ComparisonRow, RowTimes, ValueRow, ValueStep } from "./comparison.ts";
import type { StoryKeys } from "./keys/storyKeys.ts";
import { valueKey } from "./keys/valueKey.ts";

/** How much of each story is compared: what follows has not been reached by the other run. */
export interface Reached {
  readonly a: number;
  readonly b: number;
  /** The run that goes on, if one does: its last steps may still change. */
  readonly live: "a" | "b" | undefined;
  /** Positions in the other run of steps that are due in any order. */
  readonly awaited: ReadonlySet<number>;
}

/**
 * The rows of the steps in the order of A. A step that only B has follows its predecessor there. Positions in B rise,
 * too, except for parallel steps.
 */
export function rowsOf(a: StoryKeys, b: StoryKeys, partners: Partners, reached: Reached): ComparisonRow[] {
  const directionOf = directions(partners);
  const inOrder = partners.slice();
  pairBatches(a, b, partners);
  const moves = findMoves(a, b, leftoversOf(partners, reached.a, reached.b));
  const concurrent = onlyPassedConcurrent(a, b, inOrder, moves);
  for (const [i, j] of concurrent) {
    partners[i] = j;
    moves.delete(i);
  }
  const isOnlyInB = new Uint8Array(reached.b).fill(1);
  for (let i = 0; i < reached.a; i++) if (partners[i]! >= 0) isOnlyInB[partners[i]!] = 0;
  const movedFrom = new Map(Array.from(moves, ([from, to]) => [to, from]));
  const rows: ComparisonRow[] = [];
  const moved = (side: "a" | "b", i: number, j: number): ComparisonRow => {
    const parts = a.changedParts(i, b, j);
    return {
      kind: "moved",
      side,
      a: i,
      b: j,
      parts,
      direction: directionOf(i, j),
      other: -1,
      times: timesOf(a, b, i, j),
    };
  };
  let after = -1;
  /** Adds what only B has after the step whose row was added last. */
  const addOfB = (): void => {
    for (let j = after + 1; isOnlyInB[j] === 1; j++) {
      const i = movedFrom.get(j);
      rows.push(i === undefined ? onlyRow("b", j, b, reached) : moved("b", i, j));
    }
  };
  for (let i = 0; i < reached.a; i++) {
    const partner = partners[i]!;
    const to = moves.get(i);
    if (partner < 0) {
      rows.push(to === undefined ? onlyRow("a", i, a, reached) : moved("a", i, to));
      continue;
    }
    addOfB();
    after = partner;
    rows.push(pairRow(a, b, i, partner, reached));
  }
  addOfB();
  for (let i = reached.a; i < a.length; i++) rows.push(onlyRow("a", i, a, reached));
  for (let j = reached.b; j < b.length; j++) rows.push(onlyRow("b", j, b, reached));
  return rows;
}

/** The row of both inputs or outputs; none where neither run has one. @param live a run may still give its output */
export function valueRow(value: ValueStep["kind"], a: unknown, b: unknown, live: boolean): ValueRow[] {
  if (isNothing(a) && isNothing(b)) return [];
  const row = { value, times: {} };
  if (live) return [{ ...row, kind: "notReached" }];
  return valueKey(a ?? null) === valueKey(b ?? null)
    ? [{ ...row, kind: "equal" }]
    : [{ ...row, kind: "changed", parts: ["result"] }];
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

export function countsOf(rows: readonly ComparisonRow[]): ComparisonCounts {
  const counts = { equal: 0, changed: 0, onlyInA: 0, onlyInB: 0, moved: 0 };
  for (const row of rows) {
    if (row.kind === "notReached" || (row.kind === "moved" && row.side === "b")) continue;
    counts[row.kind] += 1;
  }
  const { changed, onlyInA, onlyInB, moved } = counts;
  return { ...counts, differences: changed + onlyInA + onlyInB + moved };
}

function pairRow(a: StoryKeys, b: StoryKeys, i: number, j: number, reached: Reached): ComparisonRow {
  const times = timesOf(a, b, i, j);
  if (a.full[i] === b.full[j]) return { kind: "equal", a: i, b: j, times };
  const parts = a.changedParts(i, b, j);
  const { live } = reached;
  const has = (trait: "open" | "unread"): boolean =>
    live !== undefined && (live === "a" ? a.has(i, trait) : b.has(j, trait));
  const told = has("open") ? parts.filter((part) => isSettled(part, has("unread"))) : parts;
  return told.length === 0
    ? { kind: "notReached", a: i, b: j, times }
    : { kind: "changed", a: i, b: j, parts: told, times };
}

/** Whether a part of a step that goes on stays as it is. */
function isSettled(part: ChangedPart, isUnread: boolean): boolean {
  return part === "speaker" || (part === "arguments" && !isUnread);
}

function onlyRow(side: "a" | "b", at: number, keys: StoryKeys, reached: Reached): ComparisonRow {
  const times = { [side]: tookAt(keys, at) };
  const isDue = side !== reached.live && reached.awaited.has(at);
  if (isDue || at >= reached[side]) return { kind: "notReached", [side]: at, times };
  return side === "a" ? { kind: "onlyInA", a: at, times } : { kind: "onlyInB", b: at, times };
}

function timesOf(a: StoryKeys, b: StoryKeys, i: number, j: number): RowTimes {
  return { a: tookAt(a, i), b: tookAt(b, j) };
}

function tookAt(keys: StoryKeys, at: number): number | undefined {
  const took = keys.took[at]!;
  return Number.isNaN(took) ? undefined : took;
}

/**
 * Tells whether a moved step comes later in B, or earlier: by the partners of the steps around it in A, since positions
 * alone shift with each step that only one story has. @param partners in order
 */
function directions(partners: Partners): (i: number, j: number) => "later" | "earlier" {
  const next = new Int32Array(partners.length).fill(-1);
  const before = new Int32Array(partners.length).fill(-1);
  for (let at = partners.length - 2; at >= 0; at--)
    next[at] = partners[at + 1]! >= 0 ? partners[at + 1]! : next[at + 1]!;
  for (let at = 1; at < partners.length; at++)
    before[at] = partners[at - 1]! >= 0 ? partners[at - 1]! : before[at - 1]!;
  return (i, j) => {
    if (next[i]! >= 0 && j > next[i]!) return "later";
    return before[i]! > j || i > j ? "earlier" : "later";
  };
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
