/**
 * What people write in other search languages: `status:failed OR status:canceled`, `input.amount>1000`, `user=u-3`.
 * Taken as words, these would find nothing without saying why. Each is a problem, with the query as it may be meant.
 */

import { keyFacts } from "./queryKeys.ts";
import type { QueryProblem, QueryRange } from "./queryTypes.ts";
import { sortableText } from "./sortableNumber.ts";
import { type QueryPiece, quoted, replaced, type WrittenTerm } from "./splitQuery.ts";

/** A query, and the term that is looked at. */
interface TermContext {
  text: string;
  terms: readonly WrittenTerm[];
  at: number;
}

/** The problem that begins at a term; `undefined` where it is written as this language has it. */
export function otherSpelling(text: string, terms: readonly WrittenTerm[], at: number): QueryProblem | undefined {
  const context = { text, terms, at };
  const { key, values, open } = terms[at]!;
  const [value] = values;
  if (open || !value) return undefined;
  if (key) return signAfterColon(context, value) ?? spaceInValues(context);
  if (value.isQuoted) return undefined;
  return (
    joiner(context, value.text) ?? negation(context, value.text) ?? group(context, value.text) ?? comparison(context)
  );
}

const joiners: Readonly<Record<string, "or" | "and">> = { OR: "or", "||": "or", "|": "or", AND: "and", "&&": "and" };

/** `OR` and `AND` between terms. Alone, they are words. */
function joiner({ text, terms, at }: TermContext, word: string): QueryProblem | undefined {
  const kind = Object.hasOwn(joiners, word) ? joiners[word] : undefined;
  const [before, term, after] = [terms[at - 1], terms[at]!, terms[at + 1]];
  if (kind === undefined || term.not || (!before && !after)) return undefined;
  // A search needs letters: `||` can't be found.
  const isWord = /\p{L}/u.test(word);
  const asWord = isWord ? [replaced(text, term, quoted(word))] : [];
  const orQuoted = isWord ? `, or put ${word} in quotes to find the word` : "";
  if (kind === "and") {
    const message = `A run has to match all terms anyway. Remove ${word}${orQuoted}.`;
    const without = replaced(text, { start: term.start, end: after?.start ?? term.end }, "").trimEnd();
    return { ...rangeOf(term), message, fixes: [without, ...asWord] };
  }
  const list = listOf({ text, terms, at }, word);
  const message = list
    ? `${word} isn't supported. Write the values after one key: ${list.written}.`
    : `${word} isn't supported: a run has to match all terms. Search for each term alone${orQuoted}.`;
  return { ...rangeOf(term), message, fixes: list ? [list.fixed] : asWord };
}

/** `status:failed,canceled` for terms of one key with `OR` between them. */
function listOf({ text, terms, at }: TermContext, word: string): { written: string; fixed: string } | undefined {
  const first = terms[at - 1];
  if (!first || !isListed(first)) return undefined;
  let { end } = first;
  let written = text.slice(first.start, end);
  for (let next = at; terms[next]?.values[0]?.text === word; next += 2) {
    const other = terms[next + 1];
    if (!other || !isListed(other) || other.key!.text.toLowerCase() !== first.key!.text.toLowerCase()) break;
    written += `,${text.slice(other.key!.end + 1, other.end)}`;
    end = other.end;
  }
  return end === first.end ? undefined : { written, fixed: replaced(text, { start: first.start, end }, written) };
}

/** Whether a term can have several values. Leaving out each of them isn't leaving out all. */
function isListed({ key, values, not }: WrittenTerm): boolean {
  const kind = key && kindOf(key.text);
  const isPlain = values.every(({ text, isQuoted }) => isQuoted || !/^[<>]|\.\./.test(text));
  return !not && isPlain && (kind === "name" || kind === "field");
}

/** `NOT tool:x` and `!tool:x`. */
function negation({ text, terms, at }: TermContext, word: string): QueryProblem | undefined {
  const [term, after] = [terms[at]!, terms[at + 1]];
  if (term.not) return undefined;
  const message = "Write a hyphen before the term to exclude";
  if (word === "NOT" && after) {
    const negated = `-${text.slice(after.start, after.end).replace(/^-/, "")}`;
    const fixes = [replaced(text, { start: term.start, end: after.end }, negated), replaced(text, term, quoted(word))];
    return { ...rangeOf(term), message: `${message}: ${negated}. To find the word, put NOT in quotes.`, fixes };
  }
  const key = /^!([^:]{1,200}):/.exec(word)?.[1];
  if (key === undefined || !isKey(key)) return undefined;
  const negated = `-${text.slice(term.start + 1, term.end)}`;
  return { ...rangeOf(term), message: `${message}: ${negated}.`, fixes: [replaced(text, term, negated)] };
}

/** `(status:failed …)`. */
function group({ text, terms, at }: TermContext, word: string): QueryProblem | undefined {
  const key = /^\(+([^(:][^:]{0,199}):/.exec(word)?.[1];
  if (key === undefined || !isKey(key)) return undefined;
  const message = "Parentheses can't group terms. Remove them: a run has to match all terms.";
  return { ...rangeOf(terms[at]!), message, fixes: [text.replace(parentheses, (_, phrase?: string) => phrase ?? "")] };
}

/** Texts in quotes, which stay, and the parentheses outside of them. */
const parentheses = /("(?:[^"\\]|\\[^])*(?:"|\\?$))|(?<=^|[\s(-])\(|\)(?=\)|\s|$)/g;

const sign = String.raw`===?|!==?|<>|>=|<=|=>|=<|!~|=~|>|<|=|~`;
/** A name, a sign and a value, also with spaces between them. */
const comparisonForm = new RegExp(
  String.raw`^(-?)([\p{L}_$][\p{L}\p{N}_$.[\]-]{0,200}?)(\s{0,20})(${sign})\s{0,20}("(?:[^"\\]|\\[^])*"|[^\s"]*)`,
  "u",
);

/** `input.amount>1000`, `user = u-3`. */
function comparison({ text, terms, at }: TermContext): QueryProblem | undefined {
  const { start } = terms[at]!;
  const [whole, hyphen, name = "", space = "", mark = "", value = ""] = comparisonForm.exec(text.slice(start)) ?? [];
  if (whole === undefined) return undefined;
  const isNumber = space === "" && /^[<>]=?$/.test(mark) && sortableText(value) !== undefined;
  if (!isKey(name) && !isNumber) return undefined;
  const corrected = spelling(isKey(name) ? name : `input.${name}`, mark, value, hyphen === "-");
  const what = isKey(name) ? `Write a colon after ${name}` : `There is no key “${name}”. Write a field with its path`;
  const range = { start, end: start + whole.trimEnd().length };
  const fixes = [replaced(text, range, corrected), replaced(text, range, quoted(whole.trimEnd()))];
  return { ...range, message: `${what}: ${corrected}. To find this text, put it in quotes.`, fixes };
}

const afterColon = new RegExp(`^(${sign})([^]*)$`);

/** Signs that may follow the colon, by the kind of key. */
const allowedSigns = { name: [], time: [], duration: [">", ">=", "<", "<="], field: [">", ">=", "<", "<=", "="] };

/** `user:=u-3`, `status:!=failed`, `since:>7d`. */
function signAfterColon({ text, terms, at }: TermContext, value: QueryPiece): QueryProblem | undefined {
  const { key, not, start, end } = terms[at]!;
  const name = key!.text;
  const [, mark, rest] = afterColon.exec(text.slice(value.start, end)) ?? [];
  if (value.isQuoted || mark === undefined || rest === undefined || !isKey(name)) return undefined;
  if ((allowedSigns[kindOf(name)] as string[]).includes(mark)) return undefined;
  const corrected = spelling(name, mark, rest, not);
  const message = `${name}:${mark} isn't valid. Write ${corrected}, or put the value in quotes.`;
  return { start: value.start, end, message, fixes: [replaced(text, { start, end }, corrected)] };
}

/** `tool: x` and `status:failed, canceled`. */
function spaceInValues({ text, terms, at }: TermContext): QueryProblem | undefined {
  const [term, after] = [terms[at]!, terms[at + 1]];
  if (term.values.at(-1)!.text.trim() !== "" || term.values.at(-1)!.isQuoted || !after || after.key) return undefined;
  const fixes = [text.slice(0, term.end) + text.slice(after.start)];
  const name = term.key!.text;
  const isList = term.values.length > 1;
  const message = isList
    ? `Leave no space after the comma: ${text.slice(term.start, term.end)}${text.slice(after.start, after.end)}.`
    : `Type a value after ${name}:, without a space.`;
  return { ...rangeOf(term), message, fixes };
}

/** How a comparison is written in this language. */
function spelling(key: string, mark: string, value: string, not: boolean): string {
  const differs = /^(?:!|<>)/.test(mark);
  const start = `${differs === not ? "" : "-"}${key}:`;
  const order = { "=>": ">=", "=<": "<=" }[mark] ?? (/^[<>]=?$/.test(mark) ? mark : "");
  switch (kindOf(key)) {
    case "name":
    case "time":
      return start + value;
    case "duration":
      return `${start}${order || ">="}${value}`;
    case "field": {
      const isExact = order === "" && !mark.includes("~") && sortableText(value) === undefined && value !== "";
      return start + order + (isExact && !value.startsWith('"') ? quoted(value) : value);
    }
  }
}

function kindOf(key: string): keyof typeof allowedSigns {
  const name = key.toLowerCase();
  const kind = keyFacts(name)?.kind;
  if (kind === undefined) return "field";
  return kind === "name" ? "name" : name === "duration" ? "duration" : "time";
}

function isKey(name: string): boolean {
  return keyFacts(name.toLowerCase()) !== undefined || /^(?:input|output)[.[]./i.test(name);
}

function rangeOf({ start, end }: QueryRange): QueryRange {
  return { start, end };
}
