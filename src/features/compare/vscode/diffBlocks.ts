import { shortened } from "#base/text/oneLine.ts";
import type { DiffBlock, DiffLine, Side } from "#features/compare/page/compareViews.ts";
import { lineDifferences } from "#runs/compare/bodies/jsonDifferences.ts";
import { type MarkedPiece, wordDifferences } from "#runs/compare/bodies/wordDifferences.ts";
import { openJson } from "#runs/values/prettyJson.ts";

/** Number of equal lines that stay around those that differ. */
const contextLines = 2;
/** Number of lines of a value that are shown. */
const maxLines = 60;
/** In characters. Longer lines are marked as a whole, and cut. */
const maxLineLength = 2_000;

/** A value of both runs as lines, those that differ marked; a run without the value has no lines. */
export function diffBlocks(label: string, a: unknown, b: unknown): Partial<Record<Side, DiffBlock>> {
  const lines = linesOfBoth(a, b);
  const json = typeof openJson(a ?? b) === "string" ? {} : { json: true as const };
  const block = (side: Side): DiffBlock => {
    const more = lines[side].length - maxLines;
    return { label, lines: lines[side].slice(0, maxLines), ...json, more: more > 0 ? more : undefined };
  };
  return { a: lines.a.length > 0 ? block("a") : undefined, b: lines.b.length > 0 ? block("b") : undefined };
}

/** What stands in place of each other is compared by word. */
function linesOfBoth(a: unknown, b: unknown): Record<Side, DiffLine[]> {
  const lines: Record<Side, DiffLine[]> = { a: [], b: [] };
  for (const row of lineDifferences(a, b)) {
    const isShort = row.kind === "changed" && row.a.length <= maxLineLength && row.b.length <= maxLineLength;
    const words = isShort ? wordDifferences(row.a, row.b) : undefined;
    for (const side of ["a", "b"] as const) {
      const text = row[side];
      if (text === undefined) continue;
      if (row.kind === "equal") lines[side].push({ pieces: [[shortened(text, maxLineLength), false]], differs: false });
      else lines[side].push({ pieces: words ? words[side] : whole(text), differs: true });
    }
  }
  return { a: withoutEqual(lines.a), b: withoutEqual(lines.b) };
}

/** A line that the other run doesn't have: all of it is marked but its indentation. */
function whole(line: string): MarkedPiece[] {
  const text = line.trimStart();
  return [
    [line.slice(0, line.length - text.length), false],
    [shortened(text, maxLineLength), true],
  ];
}

/** The lines with a count in the place of equal ones that are far from any difference. */
function withoutEqual(lines: readonly DiffLine[]): DiffLine[] {
  const differs = lines.map((line) => "differs" in line && line.differs);
  const isNear = (at: number): boolean =>
    differs.slice(Math.max(0, at - contextLines), at + contextLines + 1).includes(true);
  const shown: DiffLine[] = [];
  for (let at = 0; at < lines.length;) {
    let end = at;
    while (end < lines.length && !isNear(end)) end += 1;
    // A single line takes no more room than the words that would say so.
    if (end - at > 1) shown.push({ skipped: end - at });
    else if (end - at === 1) shown.push(lines[at]!);
    at = end;
    if (at < lines.length) shown.push(lines[at++]!);
  }
  return shown;
}
