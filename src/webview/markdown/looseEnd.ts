import { closeSpans } from "./openSpans.ts";

/**
 * What may stand before the text of a line. Each is matched where the one before has ended, and never twice: lines may
 * be long.
 */
const quotes = /[\s>]*/y;
const listMarker = /(?:[-*+]|\d{1,9}[.)])\s+/y;
const fenceMark = /`{3,}|~{3,}/y;
/** What may still become a list, a heading, a rule or a fence. */
const halfMarker = /[-*+_=#`~|>:]+|\d{1,9}[.)]?/y;
/** Where a piece of running text begins anew: after an empty line, or with an item, a heading, a cell. */
const newText = /^\s*$|^[\s>]*(?:[-*+]|\d{1,9}[.)]|#{1,6})\s+|^\s*\|/;

/**
 * A text that still grows, so that what is drawn of it stays as it is when the rest comes: what may become something
 * else with the next character is held back, what was opened is closed.
 */
export function withoutLooseEnd(text: string): string {
  const lines = text.split("\n");
  const last = lines.length - 1;
  if (endsInFence(lines)) return /^\s*[`~]+\s*$/.test(lines[last]!) ? lines.slice(0, last).join("\n") : text;
  if (isOnlyMarker(lines[last]!) && !isTableRule(lines, last)) return lines.slice(0, last).join("\n");
  const table = withTableRule(lines);
  if (table !== undefined) return table;
  const from = lines.findLastIndex((line) => newText.test(line));
  const start = Math.max(0, from);
  const head = lines.slice(0, start).join("\n");
  const end = closeSpans(lines.slice(start).join("\n"));
  return start === 0 ? end : `${head}\n${end}`;
}

/** A code block that was not closed. Its last line may be the beginning of its end. */
function endsInFence(lines: readonly string[]): boolean {
  let open: string | undefined;
  for (const line of lines) {
    const at = textStart(line);
    const mark = line.slice(at, behind(fenceMark, line, at));
    if (mark === "") continue;
    if (open === undefined) open = mark;
    else if (mark.startsWith(open) && line.trimEnd().endsWith(mark)) open = undefined;
  }
  return open !== undefined;
}

/** A last line of which it is not known yet what it is. */
function isOnlyMarker(line: string): boolean {
  return line.slice(behind(halfMarker, line, textStart(line))).trim() === "";
}

/** Where the text of a line begins: behind its quotes and its markers of lists. */
function textStart(line: string): number {
  let at = behind(quotes, line, 0);
  for (let next = behind(listMarker, line, at); next > at; next = behind(listMarker, line, at)) at = next;
  return at;
}

/** Where a match that begins there ends; there, if none does. */
function behind(pattern: RegExp, line: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(line) ? pattern.lastIndex : from;
}

function isTableRule(lines: readonly string[], index: number): boolean {
  return index > 0 && isRow(lines[index - 1]!) && !isRow(lines[index - 2] ?? "") && /^[\s:|-]*$/.test(lines[index]!);
}

/** A line that looks like the head of a table is one before the rule under it has come. */
function withTableRule(lines: readonly string[]): string | undefined {
  const last = lines.length - 1;
  const head = isTableRule(lines, last) ? last - 1 : last;
  if (!isRow(lines[head]!) || isRow(lines[head - 1] ?? "")) return undefined;
  const cells = lines[head]!.trim()
    .replace(/^\||(?<!\\)\|$/g, "")
    .split(/(?<!\\)\|/).length;
  return [...lines.slice(0, head), closeSpans(lines[head]!), `|${" - |".repeat(cells)}`].join("\n");
}

function isRow(line: string): boolean {
  return /^\s*\|.*\S/.test(line);
}
