import type { TimelineRow } from "#workbench/panel/page/timeline/rows/timelineRow.ts";

export interface Span {
  from: number;
  to: number;
}

/**
 * The times when the run only waited, as spans that don't touch. A call that was running when the wait began waits as
 * well; a step that begins meanwhile isn't a wait.
 */
export function waitsOf(rows: readonly TimelineRow[], now: number): Span[] {
  const spans = rows
    .filter(({ kind }) => kind === "wait")
    .map(({ from, to }) => ({ from, to: to ?? now }))
    .sort((a, b) => a.from - b.from);
  const joined: Span[] = [];
  for (const span of spans) {
    const before = joined.at(-1);
    if (before && span.from <= before.to) before.to = Math.max(before.to, span.to);
    else joined.push(span);
  }
  if (joined.length === 0) return [];
  const busy = rows
    .filter(({ kind }) => kind === "tool" || kind === "text")
    .map(({ from, to }) => ({ from, to: to ?? now }))
    .sort((a, b) => a.from - b.from);
  return without(joined, busy);
}

/** The rest of the waits between the steps that began during them; both are in order. */
function without(waits: readonly Span[], busy: readonly Span[]): Span[] {
  const left: Span[] = [];
  let next = 0;
  for (const wait of waits) {
    let { from } = wait;
    for (; next < busy.length && busy[next]!.from < wait.to; next += 1) {
      const span = busy[next]!;
      if (span.from <= wait.from) continue;
      if (span.from > from) left.push({ from, to: span.from });
      from = Math.max(from, span.to);
    }
    if (from < wait.to) left.push({ from, to: wait.to });
  }
  return left;
}

/**
 * The parts of a view that are shown as a break: each wait that takes more than a fifth of the rest after longer ones
 * are broken. Something always remains.
 */
export function foldedWaits(waits: readonly Span[], from: number, to: number): Span[] {
  const inView = waits
    .map((wait) => ({ from: Math.max(from, wait.from), to: Math.min(to, wait.to) }))
    .filter((wait) => wait.to > wait.from)
    .sort((a, b) => b.to - b.from - (a.to - a.from));
  const folded: Span[] = [];
  let left = to - from;
  for (const wait of inView) {
    const length = wait.to - wait.from;
    if (length <= left / 5 || left - length < 1) break;
    folded.push(wait);
    left -= length;
  }
  return folded.sort((a, b) => a.from - b.from);
}
