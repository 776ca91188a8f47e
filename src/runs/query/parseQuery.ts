import { nearest } from "#base/text/nearest.ts";
import { shortened } from "#base/text/oneLine.ts";
import { looksLikeKey, wordForKey } from "#model/accessKey.ts";
import { statusNamed } from "#model/status.ts";
import type { NamePattern } from "./conditions.ts";
import { otherSpelling } from "./otherSpellings.ts";
import { type ComparedKey, type Comparison, keyFacts, type NameKey, queryKeys, splitSign } from "./queryKeys.ts";
import type { Query, QueryProblem, QueryRange, QueryTerm, ValuePattern, ValueTest } from "./queryTypes.ts";
import { sortableText } from "./sortableNumber.ts";
import { pathOf, type QueryPiece, quoted, replaced, splitQuery, type WrittenTerm } from "./splitQuery.ts";

/** In characters, and in terms: no person types more. */
const maxQuery = { characters: 2_000, terms: 50 };

/** The longest term that is named in a problem, in characters. */
const maxNamedLength = 40;

/** A key that begins so, and has a field's path after it, compares the values of that field. */
const fieldRoots: readonly string[] = ["input", "output"];

class ProblemError extends Error {
  readonly problem: QueryProblem;

  /** @param fixes the whole query as it may be meant */
  constructor(message: string, { start, end }: QueryRange, fixes: readonly string[] = []) {
    super(message);
    this.problem = { start, end, message, ...(fixes.length > 0 ? { fixes } : {}) };
  }
}

/**
 * Reads a query. What can't be understood is a problem with its range. @param now for `since:7d`, in ms since the epoch
 */
export function parseQuery(text: string, now: number): Query {
  if (text.length > maxQuery.characters) {
    const message = `The search has more than ${maxQuery.characters} characters. Shorten it.`;
    return { text, terms: [], problems: [{ start: maxQuery.characters, end: text.length, message }] };
  }
  if (looksLikeKey(text)) {
    const message = `This is ${wordForKey(text)}. The index contains no secrets, so nothing can be found.`;
    return { text, terms: [], problems: [{ start: 0, end: text.length, message }] };
  }
  const all = splitQuery(text);
  const terms: QueryTerm[] = [];
  const problems: QueryProblem[] = [];
  /** The end of a problem that several terms have. */
  let told = 0;
  for (const [at, written] of all.entries()) {
    const problem = written.start < told ? undefined : otherSpelling(text, all, at);
    if (problem) problems.push(problem);
    told = Math.max(told, problem?.end ?? 0);
    if (written.start < told) continue;
    try {
      terms.push(readTerm(written, text, now));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(error.problem);
    }
  }
  const extra = terms[maxQuery.terms];
  if (extra) problems.push({ start: extra.start, end: text.length, message: `Use at most ${maxQuery.terms} terms.` });
  return { text, terms, problems };
}

function readTerm(written: WrittenTerm, text: string, now: number): QueryTerm {
  const { start, end, not, key, values, open } = written;
  if (open) throw new ProblemError("The quote isn't closed. Add a second quote after the phrase.", open, [`${text}"`]);
  const range = { start, end, not };
  if (!key) return { ...range, kind: "text", ...readText(values[0], range) };
  const name = key.text.toLowerCase();
  const value = oneValue(written, text);
  const facts = keyFacts(name);
  if (facts?.kind === "name") {
    const patterns = values.flatMap((each) => {
      const pattern = patternOf(each, written);
      return name === "status" && !each.isQuoted ? withMeant(pattern) : [pattern];
    });
    return { ...range, kind: "name", key: name as NameKey, values: patterns };
  }
  if (facts?.kind === "compare")
    return {
      ...range,
      kind: "compare",
      key: name as ComparedKey,
      tests: comparisonsOf(name as ComparedKey, value, now, text),
    };
  if (/^(?:input|output)[.[]/i.test(key.text)) {
    return { ...range, kind: "value", path: pathOf(key.text), test: readTest(written, value, text) };
  }
  if (fieldRoots.includes(name)) {
    throw new ProblemError(`Name a field of the ${name}, for example ${name}.amount:>1000.`, key);
  }
  throw unknownKey(key, written, text);
}

function readText(piece: QueryPiece | undefined, range: QueryRange): { text: string; isPhrase: boolean } {
  const text = piece?.text.trim() ?? "";
  if (!/[\p{L}\p{N}\p{Co}]/u.test(text)) {
    const shown = text === "" ? "An empty phrase" : `"${shorten(text)}"`;
    throw new ProblemError(
      `${shown} has no letters or digits, which a search needs. Add a word to it, or remove it.`,
      range,
    );
  }
  return { text, isPhrase: piece?.isQuoted ?? false };
}

function unknownKey(key: QueryPiece, { start, end }: QueryRange, text: string): ProblemError {
  const term = text.slice(start, end);
  const nearestKey = nearest(key.text.toLowerCase(), [...queryKeys, ...fieldRoots]);
  const way =
    nearestKey === undefined
      ? `Use ${queryKeys.map((each) => `${each}:`).join(", ")}, or a field like input.amount:`
      : `Did you mean ${nearestKey}:? If not, use another key`;
  const named = nearestKey !== undefined && keyFacts(nearestKey) ? [replaced(text, key, nearestKey)] : [];
  return new ProblemError(
    `There is no key “${shorten(key.text)}”. ${way}, or search for "${shorten(term)}" in quotes.`,
    key,
    [...named, replaced(text, { start, end }, quoted(term))],
  );
}

/** The text after the colon, with its commas, for keys with one value. */
function oneValue({ key, end, values, start }: WrittenTerm, text: string): QueryPiece {
  const first = values[0];
  if (values.length === 1 && first) return requireValue(first, { key, start, end });
  const from = (key?.end ?? start) + 1;
  return { start: from, end, text: text.slice(from, end), isQuoted: false };
}

function requireValue(piece: QueryPiece, { key, start, end }: Pick<WrittenTerm, "key" | "start" | "end">): QueryPiece {
  if (piece.text.trim() !== "") return piece;
  throw new ProblemError(`Type a value after ${shorten(key?.text ?? "")}:, without a space.`, { start, end });
}

function patternOf(piece: QueryPiece, term: WrittenTerm): NamePattern {
  const { text, isQuoted } = requireValue(piece, term);
  return { text, hasWildcards: !isQuoted && text.includes("*") };
}

/** `waiting` is `awaiting_input` in views, too. An app may have a status with that name, which quotes mean alone. */
function withMeant(status: NamePattern): NamePattern[] {
  const text = statusNamed(status.text);
  return text.toLowerCase() === status.text.toLowerCase() ? [status] : [status, { ...status, text }];
}

function readTest(term: WrittenTerm, value: QueryPiece, text: string): ValueTest {
  const compare = value.isQuoted ? undefined : splitSign(value.text);
  if (compare) return { kind: "compare", sign: compare[0], number: numeral(compare[1], value, term) };
  const ends = value.isQuoted ? undefined : endsOf(value.text);
  if (ends && numericBound.test(ends.from) && numericBound.test(ends.to)) {
    const [from, to] = [ends.from, ends.to].map((end) => (end === "" ? undefined : numeral(end, value, term)));
    if (from !== undefined && to !== undefined && sortableText(from)! > sortableText(to)!)
      throw reversed(value, ends, text);
    return { kind: "between", from, to };
  }
  return { kind: "text", values: term.values.map((each) => valueOf(each, term)) };
}

/** The whole value between quotes and after `=`, otherwise a part of it. */
function valueOf(piece: QueryPiece, term: WrittenTerm): ValuePattern {
  const { text, hasWildcards } = patternOf(piece, term);
  if (piece.isQuoted) return { text, hasWildcards, isExact: true };
  return /^=./s.test(text) ? { text: text.slice(1), hasWildcards, isExact: true } : { text, hasWildcards };
}

/** What looks like a number, or nothing: the ends of `10..20`, `10..` and `..20`. */
const numericBound = /^-?[\d.e+]*$/i;

interface RangeEnds {
  from: string;
  to: string;
}

function endsOf(text: string): RangeEnds | undefined {
  const at = text.indexOf("..");
  return at < 0 || text === ".." ? undefined : { from: text.slice(0, at), to: text.slice(at + 2) };
}

/** The problem with a range whose ends are in the wrong order: nothing is in it. */
function reversed(value: QueryPiece, { from, to }: RangeEnds, text: string): ProblemError {
  const fixed = replaced(text, value, `${to}..${from}`);
  const key = text.slice(0, value.start).split(/\s/).at(-1) ?? "";
  return new ProblemError(`The range ends before it begins. Write ${key}${to}..${from}.`, value, [fixed]);
}

function numeral(text: string, value: QueryPiece, { key }: WrittenTerm): string {
  if (sortableText(text) !== undefined) return text.trim();
  const example = `${key?.text ?? ""}:>1000`;
  const way = /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text) ? "Write it without separators" : "Write a number";
  const what = text === "" ? "The number is missing" : `"${shorten(text)}" isn't a number`;
  throw new ProblemError(`${what}. ${way}, for example ${shorten(example)}.`, value);
}

function comparisonsOf(key: ComparedKey, value: QueryPiece, now: number, text: string): Comparison[] {
  const { read, readFrom, readTo, problem } = keyFacts(key);
  const required = (end: string, comparison: Comparison | undefined): Comparison => {
    if (comparison) return comparison;
    throw new ProblemError(`"${shorten(end)}" ${problem}`, value);
  };
  const ends = endsOf(value.text);
  if (!ends) return [required(value.text, read(value.text, now))];
  const [from, to] = [
    ends.from === "" ? undefined : required(ends.from, readFrom(ends.from, now)),
    ends.to === "" ? undefined : required(ends.to, readTo(ends.to, now)),
  ];
  if (from && to && from.value > to.value) throw reversed(value, ends, text);
  return [from, to].filter((each) => each !== undefined);
}

function shorten(text: string): string {
  return shortened(text, maxNamedLength);
}
