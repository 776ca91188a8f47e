import { spacedWords, withoutControls } from "#features/search/core/documents/cleanText.ts";
import type { WantedWords } from "#features/search/core/documents/markText.ts";
import {
  all,
  any,
  beginningLike,
  type Condition,
  like,
  likeOf,
  type NamePattern,
  partLike,
} from "#runs/query/conditions.ts";
import { keyFacts } from "#runs/query/queryKeys.ts";
import type { Query, QueryTerm, ValuePattern } from "#runs/query/queryTypes.ts";
import { sortableText } from "#runs/query/sortableNumber.ts";

/** A search as the engine runs it. Whatever a person typed is in values, and never in SQL. */
export interface CompiledQuery {
  /** About a row `r` of `runs`. `$first` and `$end` stand for the numbers of the first text and after the last one. */
  runs: Condition;
  /** What the engine's full-text search looks for in steps; none if the query has no words. */
  words?: string;
  /** The words of the query, to mark them. */
  wanted: readonly WantedWords[];
  tools: readonly NamePattern[];
  /** About a row `f` of `fields`, with its path as `p.path`: values that are results. */
  fields: readonly Condition[];
}

/** @param query without problems */
export function compileQuery({ terms }: Pick<Query, "terms">): CompiledQuery {
  const conditions = terms.map((term) => {
    const { sql, values } = conditionOf(term);
    return { sql: term.not ? `NOT coalesce(${sql}, 0)` : sql, values };
  });
  const positiveTerms = terms.filter((term) => !term.not);
  const texts = positiveTerms.filter((term) => term.kind === "text");
  return {
    runs: all(conditions),
    words: texts.length === 0 ? undefined : texts.map((each) => `(${matchOf(each)})`).join(" OR "),
    wanted: texts.map((term) => ({ text: term.text, isBeginning: !term.isPhrase })),
    tools: positiveTerms.flatMap((term) => (term.kind === "name" && term.key === "tool" ? term.values : [])),
    fields: positiveTerms.flatMap((term) => (term.kind === "value" ? fieldCondition(term) : [])),
  };
}

/** The values of a key or a path as `text`, those of most runs first, and how many `runs` have each. */
export function compileValues(key: string, beginning: string): Condition {
  const text = beginningLike(beginning);
  const facts = keyFacts(key);
  const sql = key === "path" ? knownPaths : facts?.kind === "name" ? facts.known : undefined;
  const found = sql === undefined ? { sql: valuesOfPath, values: [key, text] } : { sql, values: [text] };
  return { ...found, sql: `${found.sql} ORDER BY runs DESC, text` };
}

const knownPaths = `SELECT p.path AS text, count(DISTINCT f.run) AS runs
  FROM paths p JOIN fields f ON f.path = p.number WHERE p.path ${like} GROUP BY p.number`;

const valuesOfPath = `SELECT f.text AS text, count(DISTINCT f.run) AS runs
  FROM fields f JOIN paths p ON p.number = f.path WHERE p.path = ? AND f.text ${like} GROUP BY f.text`;

/** The text of a word, which longer ones may begin with, or of a phrase, in the language of full-text search. */
function matchOf(term: { text: string; isPhrase: boolean }): string {
  const quoted = `"${spacedWords(withoutControls(term.text)).replaceAll('"', '""')}"`;
  return term.isPhrase ? quoted : `${quoted} *`;
}

function conditionOf(term: QueryTerm): Condition {
  switch (term.kind) {
    case "text":
      return textCondition(term);
    case "name":
      return keyFacts(term.key).sql(term.values);
    case "value": {
      const { sql, values } = fieldCondition(term);
      return {
        sql: `r.number IN (SELECT f.run FROM fields f JOIN paths p ON p.number = f.path WHERE ${sql})`,
        values,
      };
    }
    case "compare":
      return all(
        term.tests.map(({ sign, value }) => ({ sql: `${keyFacts(term.key).sql} ${sign} ?`, values: [value] })),
      );
  }
}

function textCondition(term: { text: string; isPhrase: boolean }): Condition {
  const found = "r.number IN (SELECT rowid >> 20 FROM words WHERE words MATCH ? AND rowid >= $first AND rowid < $end)";
  const words = { sql: found, values: [matchOf(term)] };
  // An id that was copied from elsewhere.
  const isId = /^[\w-]{8,}$/.test(term.text) && /\d/.test(term.text);
  return isId ? any([words, { sql: "r.id = ? OR r.session = ?", values: [term.text, term.text] }]) : words;
}

function fieldCondition({ path, test }: Extract<QueryTerm, { kind: "value" }>): Condition {
  const isPath = { sql: "p.path = ?", values: [path] };
  switch (test.kind) {
    case "text":
      return all([isPath, any(test.values.map(textTest))]);
    case "compare":
      return all([isPath, { sql: `f.sortable ${test.sign} ?`, values: [sortableText(test.number) ?? ""] }]);
    case "between": {
      const ends: Condition[] = [];
      if (test.from !== undefined) ends.push({ sql: "f.sortable >= ?", values: [sortableText(test.from) ?? ""] });
      if (test.to !== undefined) ends.push({ sql: "f.sortable <= ?", values: [sortableText(test.to) ?? ""] });
      return all([isPath, ...ends]);
    }
  }
}

/** A text contains the value, or is it; a number also equals it in another notation. */
function textTest(pattern: ValuePattern): Condition {
  const part = pattern.isExact ? likeOf(pattern) : partLike(pattern);
  const sortable = sortableText(pattern.text);
  // 12 is not a part of the number 4120.
  if (sortable !== undefined) {
    return {
      sql: `f.sortable = ? OR (f.sortable IS NULL AND f.text ${like})`,
      values: [sortable, part],
    };
  }
  return { sql: `f.text ${like}`, values: [part] };
}
