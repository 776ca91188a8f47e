import { between, increasing, type Places, uniquePairs } from "./uniquePairs.ts";

/** More insertions and deletions than this are not looked for within one stretch: it counts as replaced. */
const mostEdits = 1_000;

/**
 * What two lists have in common, in order: the longest common subsequence (Myers) of lists that differ by up to 1,000
 * insertions and deletions. Lists that differ more are cut at the items that both have once; what has none counts as
 * replaced. So time and memory are bounded: for 1,000 edits, some 2 MB and a few milliseconds.
 */
export function commonSequence<T>(a: readonly T[], b: readonly T[]): Places[] {
  const common: Places[] = [];
  const left = [{ a: 0, aEnd: a.length, b: 0, bEnd: b.length }];
  for (let next = left.pop(); next; next = left.pop()) {
    let { a: i, aEnd, b: j, bEnd } = next;
    while (i < aEnd && j < bEnd && a[i] === b[j]) common.push({ a: i++, b: j++ });
    while (i < aEnd && j < bEnd && a[aEnd - 1] === b[bEnd - 1]) common.push({ a: --aEnd, b: --bEnd });
    if (i === aEnd || j === bEnd) continue;
    const found = shortestEdits(a.slice(i, aEnd), b.slice(j, bEnd));
    if (found) {
      for (const place of found) common.push({ a: i + place.a, b: j + place.b });
      continue;
    }
    const stretch = { a: i, aEnd, b: j, bEnd };
    const cuts = increasing(
      uniquePairs(
        stretch,
        (at) => a[at],
        (at) => b[at],
      ),
    );
    if (cuts.length > 0) left.push(...between(stretch, cuts));
  }
  return common.sort((one, other) => one.a - other.a);
}

/** Myers' greedy search; `undefined` when there are too many edits. */
function shortestEdits<T>(a: readonly T[], b: readonly T[]): Places[] | undefined {
  const most = Math.min(mostEdits, a.length + b.length);
  const reach = new Int32Array(2 * most + 3);
  const middle = most + 1;
  const trace: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits++) {
    trace.push(reach.slice(middle - edits - 1, middle + edits + 2));
    for (let line = -edits; line <= edits; line += 2) {
      const isDown = line === -edits || (line !== edits && reach[middle + line - 1]! < reach[middle + line + 1]!);
      let x = isDown ? reach[middle + line + 1]! : reach[middle + line - 1]! + 1;
      let y = x - line;
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x += 1;
        y += 1;
      }
      reach[middle + line] = x;
      if (x >= a.length && y >= b.length) return wayBack(trace, a.length, b.length);
    }
  }
  return undefined;
}

function wayBack(trace: readonly Int32Array[], aLength: number, bLength: number): Places[] {
  const common: Places[] = [];
  let x = aLength;
  let y = bLength;
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const before = trace[edits]!;
    const at = (line: number): number => before[line + edits + 1]!;
    const line = x - y;
    const isDown = line === -edits || (line !== edits && at(line - 1) < at(line + 1));
    const fromLine = isDown ? line + 1 : line - 1;
    const fromX = edits === 0 ? 0 : at(fromLine);
    const fromY = edits === 0 ? 0 : fromX - fromLine;
    while (x > fromX && y > fromY) common.push({ a: --x, b: --y });
    x = fromX;
    y = fromY;
  }
  return common;
}
