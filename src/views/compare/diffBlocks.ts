import { isContainer } from "../../base/json/exactNumber.ts";
import type { DiffBlock, DiffLine, MarkedPiece, Side } from "../../protocol/compare/compareViews.ts";
import { commonSequence } from "../../runs/compare/align/commonSequence.ts";
import { type JsonLine, jsonLines } from "../../runs/compare/bodies/jsonLines.ts";
import { wordDifferences } from "../../runs/compare/bodies/wordDifferences.ts";
import { withoutIds } from "../../runs/compare/keys/ignored.ts";
import { openJson, prettyJson } from "../../runs/values/prettyJson.ts";

/** As many equal lines stay around those that differ. */
const context = 2;
/** As many lines of a value are shown. */
const mostLines = 60;
/** Longer lines are marked as a whole, and cut. In characters. */
const longestLine = 2_000;

/** A value of both runs as lines, those that differ marked; a run without the value has no lines. */
export function diffBlocks(label: string, a: unknown, b: unknown): Partial<Record<Side, DiffBlock>> {
  const [of, other] = [openJson(a), openJson(b)];
  const lines = isContainer(of) && isContainer(other) ? jsonOfBoth(of, other) : textOfBoth(linesOf(a), linesOf(b));
  const json = typeof openJson(a ?? b) === "string" ? {} : { json: true as const };
  const block = (side: Side): DiffBlock => {
    const more = lines[side].length - mostLines;
    return { label, lines: lines[side].slice(0, mostLines), ...json, ...(more > 0 ? { more } : {}) };
  };
  return { ...(lines.a.length > 0 ? { a: block("a") } : {}), ...(lines.b.length > 0 ? { b: block("b") } : {}) };
}

/** Objects and lists, by their fields: ids and times don't count, as in the alignment. */
function jsonOfBoth(a: object, b: object): Record<Side, DiffLine[]> {
  const lines: Record<Side, DiffLine[]> = { a: [], b: [] };
  for (const row of jsonLines(a, b).rows) {
    if (row.kind === "folded") {
      for (const side of [lines.a, lines.b]) side.push({ skipped: row.lines });
      continue;
    }
    if (row.a) lines.a.push(jsonLine(row.a, row.kind !== "equal"));
    if (row.b) lines.b.push(jsonLine(row.b, row.kind !== "equal"));
  }
  return lines;
}

function jsonLine({ text, mark }: JsonLine, differs: boolean): DiffLine {
  if (!mark) return { pieces: [[text, false]], differs };
  const all: MarkedPiece[] = [
    [text.slice(0, mark.from), false],
    [text.slice(mark.from, mark.to), true],
    [text.slice(mark.to), false],
  ];
  return { pieces: all.filter(([piece]) => piece !== ""), differs };
}

function textOfBoth(a: readonly string[], b: readonly string[]): Record<Side, DiffLine[]> {
  const lines = compared(a, b);
  return { a: withoutEqual(lines.a), b: withoutEqual(lines.b) };
}

function linesOf(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  return prettyJson(value).text.split("\n");
}

/** The lines of both: what stands in place of each other is compared by word. */
function compared(a: readonly string[], b: readonly string[]): Record<Side, DiffLine[]> {
  const lines: Record<Side, DiffLine[]> = { a: [], b: [] };
  let [i, j] = [0, 0];
  const until = (iEnd: number, jEnd: number): void => {
    while (i < iEnd && j < jEnd) {
      const [ofA, ofB] = [a[i++]!, b[j++]!];
      const isShort = ofA.length <= longestLine && ofB.length <= longestLine;
      const words = isShort ? wordDifferences(ofA, ofB) : undefined;
      lines.a.push({ pieces: words ? pieces(words.a) : whole(ofA), differs: true });
      lines.b.push({ pieces: words ? pieces(words.b) : whole(ofB), differs: true });
    }
    while (i < iEnd) lines.a.push({ pieces: whole(a[i++]!), differs: true });
    while (j < jEnd) lines.b.push({ pieces: whole(b[j++]!), differs: true });
  };
  for (const place of commonSequence(a.map(keyOf), b.map(keyOf))) {
    until(place.a, place.b);
    lines.a.push({ pieces: [[cut(a[i++]!), false]], differs: false });
    lines.b.push({ pieces: [[cut(b[j++]!), false]], differs: false });
  }
  until(a.length, b.length);
  return lines;
}

/** The comma after a value says that another one follows: that is no difference of this one. */
function keyOf(line: string): string {
  return withoutIds(line).replace(/,$/, "");
}

function pieces(words: readonly { text: string; differs: boolean }[]): MarkedPiece[] {
  return words.map(({ text, differs }) => [text, differs]);
}

/** A line that the other run doesn't have: all of it is marked but its indentation. */
function whole(line: string): MarkedPiece[] {
  const text = line.trimStart();
  return [
    [line.slice(0, line.length - text.length), false],
    [cut(text), true],
  ];
}

function cut(line: string): string {
  return line.length > longestLine ? `${line.slice(0, longestLine)}…` : line;
}

/** The lines with a count in the place of equal ones that are far from any difference. */
function withoutEqual(lines: readonly DiffLine[]): DiffLine[] {
  const differs = lines.map((line) => "differs" in line && line.differs);
  const isNear = (at: number): boolean => differs.slice(Math.max(0, at - context), at + context + 1).includes(true);
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
