import { nearestNames } from "#base/text/nearest.ts";
import { keyFacts, queryKeys } from "./queryKeys.ts";
import type { QueryRange } from "./queryTypes.ts";
import { pathOf, quoted, termAt, unquoted } from "./splitQuery.ts";

/** One thing that can stand at the caret. */
interface QueryCompletion {
  kind: "key" | "value";
  /** The text that is shown: `tool:`, `issue_refund`. */
  label: string;
  /** What replaces the range. */
  insert: string;
  /** What the key is for. */
  detail?: string;
  runs?: number;
}

export interface QueryCompletions extends QueryRange {
  items: readonly QueryCompletion[];
}

/** Reads values from an index, or from several. See `RunIndex.values`. */
export type ReadValues = (key: string, beginning: string) => Promise<readonly { text: string; runs: number }[]>;

/** What can stand at the caret: keys where a word begins, values after a key. @param caret characters before it */
export async function completeQuery(text: string, caret: number, read: ReadValues): Promise<QueryCompletions> {
  const term = termAt(text, caret);
  if (!term) return { start: caret, end: caret, items: await keysFor("", read) };
  const { key, values, start, end, not } = term;
  if (!key || caret <= key.end) {
    const from = not && caret > start ? start + 1 : start;
    const typed = text.slice(from, Math.max(from, caret));
    if (!key && values[0]?.isQuoted) return { start: from, end, items: [] };
    // Only up to the colon is replaced, so that a value that is there stays.
    return { start: from, end: key ? key.end + 1 : end, items: await keysFor(typed, read) };
  }
  const piece = values.find((each) => each.start <= caret && caret <= each.end) ?? values.at(-1);
  const range = { start: piece?.start ?? caret, end: piece?.end ?? caret };
  const before = text.slice(range.start, caret);
  const typed = before.startsWith('"') ? unquoted(before.slice(1)) : before;
  return { ...range, items: await valuesFor(key.text, typed, read) };
}

/** A value as it is written in a query: in quotes if it has to be. */
export function writtenValue(value: string): string {
  return /[\s,*"]|^[<>=!~-]|\.\./.test(value) || value === "" ? quoted(value) : value;
}

async function keysFor(typed: string, read: ReadValues): Promise<QueryCompletion[]> {
  const beginning = typed.toLowerCase();
  const keys = queryKeys
    .filter((key) => key.startsWith(beginning))
    .map((key): QueryCompletion => ({
      kind: "key",
      label: `${key}:`,
      insert: `${key}:`,
      detail: keyFacts(key).detail,
    }));
  const paths = await read("path", typed);
  const fields = paths.map(({ text, runs }): QueryCompletion => {
    const path = writtenPath(text);
    return { kind: "key", label: `${path}:`, insert: `${path}:`, runs };
  });
  return [...keys, ...fields];
}

async function valuesFor(key: string, typed: string, read: ReadValues): Promise<QueryCompletion[]> {
  const name = /^(?:input|output)[.[]/i.test(key) ? pathOf(key) : key.toLowerCase();
  const facts = keyFacts(name);
  if (facts?.kind === "compare") {
    return facts.fixed
      .filter((each) => each.startsWith(typed.toLowerCase()))
      .map((each) => ({ kind: "value", label: each, insert: each }));
  }
  const values = await read(name, typed);
  if (values.length === 0 && typed !== "") return nearestValues(name, typed, read);
  return values.map(({ text, runs }) => ({ kind: "value", label: text, insert: writtenValue(text), runs }));
}

/** The values that are most like what is typed, where none begins with it. */
async function nearestValues(key: string, typed: string, read: ReadValues): Promise<QueryCompletion[]> {
  const countOfValue = new Map((await read(key, "")).map(({ text, runs }) => [text, runs]));
  return nearestNames(typed, [...countOfValue.keys()], maxNearest).map((text) => ({
    kind: "value",
    label: text,
    insert: writtenValue(text),
    runs: countOfValue.get(text),
  }));
}

const maxNearest = 3;

/** A path as it is written in a query, with quotes around names that have other characters. */
function writtenPath(path: string): string {
  const [root = "", ...names] = path.split(".");
  return [root, ...names.map((name) => (/^[\p{L}\p{N}_$-]+$/u.test(name) ? name : quoted(name)))].join(".");
}
