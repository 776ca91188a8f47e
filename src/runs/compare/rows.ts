import type { Partners } from "./align/alignSteps.ts";
import { findMoves, leftoversOf } from "./align/moves.ts";
import type { ComparisonCounts, ComparisonRow, RowTimes } from "./comparison.ts";
import type { StoryKeys } from "./keys/storyKeys.ts";

/** How much of each story is compared: what follows has not been reached by the other run. */
export interface Reached {
  readonly a: number;
  readonly b: number;
}

/** The rows in the order of A; what only B has stands after its predecessor there. */
export function rowsOf(a: StoryKeys, b: StoryKeys, partners: Partners, reached: Reached): ComparisonRow[] {
  const leftovers = leftoversOf(partners, reached.a, reached.b);
  const moves = findMoves(a, b, leftovers);
  const movedFrom = new Map(Array.from(moves, ([from, to]) => [to, from]));
  const directionOf = directions(partners);
  /** The indexes of the rows of moved steps, by position in A. */
  const places = new Map<number, { a?: number; b?: number }>();
  const rows: ComparisonRow[] = [];
  const addMoved = (side: "a" | "b", i: number, j: number): void => {
    places.set(i, { ...places.get(i), [side]: rows.length });
    const parts = a.changedParts(i, b, j);
    rows.push({
      kind: "moved",
      side,
      a: i,
      b: j,
      parts,
      direction: directionOf(i, j),
      other: -1,
      times: timesOf(a, b, i, j),
    });
  };
  const addOfB = (until: number, from: number): void => {
    for (let j = from; j < until; j++) {
      const i = movedFrom.get(j);
      if (i === undefined) rows.push({ kind: "onlyInB", b: j, times: timesOf(a, b, undefined, j) });
      else addMoved("b", i, j);
    }
  };
  let j = 0;
  for (let i = 0; i < reached.a; i++) {
    const partner = partners[i]!;
    if (partner >= 0) {
      addOfB(partner, j);
      j = partner + 1;
      rows.push(pairRow(a, b, i, partner));
      continue;
    }
    const to = moves.get(i);
    if (to === undefined) rows.push({ kind: "onlyInA", a: i, times: timesOf(a, b, i, undefined) });
    else addMoved("a", i, to);
  }
  addOfB(reached.b, j);
  linkMoved(rows, places);
  for (let i = reached.a; i < a.length; i++)
    rows.push({ kind: "notReached", a: i, times: timesOf(a, b, i, undefined) });
  for (let at = reached.b; at < b.length; at++)
    rows.push({ kind: "notReached", b: at, times: timesOf(a, b, undefined, at) });
  return rows;
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

function pairRow(a: StoryKeys, b: StoryKeys, i: number, j: number): ComparisonRow {
  const times = timesOf(a, b, i, j);
  if (a.full[i] === b.full[j]) return { kind: "equal", a: i, b: j, times };
  return { kind: "changed", a: i, b: j, parts: a.changedParts(i, b, j), times };
}

function timesOf(a: StoryKeys, b: StoryKeys, i: number | undefined, j: number | undefined): RowTimes {
  const known = (keys: StoryKeys, at: number | undefined): number | undefined => {
    const took = at === undefined ? Number.NaN : keys.took[at]!;
    return Number.isNaN(took) ? undefined : took;
  };
  return { a: known(a, i), b: known(b, j) };
}

/**
 * Tells whether a moved step comes later in B, or earlier: by the partners of the steps around it in A, since positions
 * alone shift with each step that only one story has.
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

function linkMoved(rows: ComparisonRow[], places: ReadonlyMap<number, { a?: number; b?: number }>): void {
  for (const place of places.values()) {
    for (const [own, other] of [
      [place.a!, place.b!],
      [place.b!, place.a!],
    ] as const) {
      const row = rows[own]!;
      if (row.kind === "moved") rows[own] = { ...row, other };
    }
  }
}
