import { Marker } from "#features/search/core/documents/markText.ts";
import { compileQuery } from "#features/search/core/engine/compileQuery.ts";
import type { FoundStep, MarkedText, TextRange } from "#features/search/core/indexTypes.ts";
import type { Query } from "#runs/query/queryTypes.ts";

export interface MarkedLabel {
  label: string;
  highlights: [number, number][];
}

/** The kinds that are known by their names; other texts are shown without the name of their speaker. */
const namedKinds: ReadonlySet<FoundStep["kind"]> = new Set(["tool", "prompt", "error", "workflow", "other"]);

/** The name and the text of a step, with the parts that match. */
export function stepLabel({ kind, name, excerpt }: FoundStep): MarkedLabel {
  const isNamed = name.text !== "" && (namedKinds.has(kind) || name.ranges.length > 0);
  const { text, ranges } = fromFirstMatch(excerpt);
  const before = isNamed ? `${name.text}${text === "" ? "" : " "}` : "";
  const label = `${before}${text}`.replace(/\s/g, " ");
  const all = [...(isNamed ? name.ranges : []), ...ranges.map((each) => shifted(each, before.length))];
  return { label: label === "" ? kind : label, highlights: highlightsOf(all) };
}

/** In characters: what stands before the first match, so that a narrow view still shows it. */
const maxLengthBeforeMatch = 24;

/** A text from a word before its first match on. */
function fromFirstMatch(text: MarkedText): MarkedText {
  const first = text.ranges[0]?.start ?? 0;
  if (first <= maxLengthBeforeMatch) return text;
  const cut = first - maxLengthBeforeMatch / 2;
  const space = text.text.slice(cut, first).search(/\s/);
  const start = space < 0 ? cut : cut + space + 1;
  return { text: `…${text.text.slice(start)}`, ranges: text.ranges.map((each) => shifted(each, 1 - start)) };
}

/** A run's title with the words and phrases of a search. @param before a text before it, which is never marked */
export function markedTitle(title: string, query: Pick<Query, "terms">, before = ""): MarkedLabel {
  const { text, ranges } = new Marker(compileQuery(query).wanted).whole(title);
  return { label: `${before}${text}`, highlights: highlightsOf(ranges.map((each) => shifted(each, before.length))) };
}

function highlightsOf(ranges: readonly TextRange[]): [number, number][] {
  return ranges.map(({ start, end }) => [start, end]);
}

function shifted({ start, end }: TextRange, by: number): TextRange {
  return { start: start + by, end: end + by };
}
