import type { MarkedText, TextRange } from "#features/search/core/indexTypes.ts";
import { unspacedScripts } from "./cleanText.ts";

/** A word or phrase that was searched, as `compileQuery` gives it to the engine. */
export interface WantedWords {
  text: string;
  /** Whether its last word may be the beginning of a longer one. */
  isBeginning: boolean;
}

/** In characters: an excerpt, and how much of it stands before the first match. */
const excerptLength = { all: 160, before: 40 };
/** In characters. Matches after so many of a long text aren't marked. */
const maxSearchedLength = 200_000;

interface Word extends TextRange {
  /** The word without accents, in small letters. */
  folded: string;
}

const token = new RegExp(`[${unspacedScripts}]|[[\\p{L}\\p{N}\\p{Co}\\p{M}]--[${unspacedScripts}]]+`, "gv");
const accents = /\p{M}+/gu;

/** The words of a text, as the engine divides it (`unicode61` without diacritics). */
function* wordsOf(text: string): Generator<Word> {
  for (const { 0: word, index } of text.matchAll(token)) {
    const folded = word.normalize("NFD").replace(accents, "").toLowerCase();
    if (folded !== "") yield { start: index, end: index + word.length, folded };
  }
}

/** Finds the words and phrases of a search in texts, to mark them. */
export class Marker {
  readonly #wanted: readonly { words: readonly string[]; isBeginning: boolean }[];

  constructor(wanted: readonly WantedWords[]) {
    this.#wanted = wanted.map(({ text, isBeginning }) => ({
      words: [...wordsOf(text)].map(({ folded }) => folded),
      isBeginning,
    }));
  }

  /** A short text on one line with all its matches. */
  whole(text: string): MarkedText {
    const line = text.replace(/\s+/g, " ").trim();
    return { text: line, ranges: joined(this.#matches(line, line.length)) };
  }

  /** The part of a text around its first match, or its beginning. */
  excerpt(text: string): MarkedText {
    const [first] = this.#wanted.length === 0 ? [] : this.#matches(text.slice(0, maxSearchedLength), 0);
    const from = beginOf(text, (first?.start ?? 0) - excerptLength.before);
    // A match that is long is shown whole.
    const to = Math.max(from + excerptLength.all, first?.end ?? 0);
    const { text: line, ranges } = this.whole(text.slice(from, to));
    const [before, after] = [from > 0 ? "…" : "", to < text.length ? "…" : ""];
    const shift = ({ start, end }: TextRange): TextRange => ({
      start: start + before.length,
      end: end + before.length,
    });
    return { text: before + line + after, ranges: ranges.map(shift) };
  }

  /** All matches that begin up to an offset, and the first one in any case. */
  #matches(text: string, upTo: number): TextRange[] {
    const found: TextRange[] = [];
    const maxWords = Math.max(1, ...this.#wanted.map(({ words }) => words.length));
    const last: Word[] = [];
    for (const word of wordsOf(text)) {
      last.push(word);
      if (last.length > maxWords) last.shift();
      for (const words of this.#wanted) {
        const start = startOf(words, last);
        if (start !== undefined) found.push({ start, end: word.end });
      }
      if (found.length > 0 && word.end >= upTo) break;
    }
    return found.sort((a, b) => a.start - b.start);
  }
}

/** The index at which the wanted words begin, if the last words are they. */
function startOf({ words, isBeginning }: { words: readonly string[]; isBeginning: boolean }, last: readonly Word[]) {
  const from = last.length - words.length;
  if (words.length === 0 || from < 0) return undefined;
  const isSame = words.every((word, index) => {
    const { folded } = last[from + index]!;
    return index === words.length - 1 && isBeginning ? folded.startsWith(word) : folded === word;
  });
  return isSame ? last[from]?.start : undefined;
}

/** The beginning of a word at about this offset. */
function beginOf(text: string, about: number): number {
  if (about <= 0) return 0;
  const space = text.slice(about, about + excerptLength.before / 2).search(/\s/);
  const from = space < 0 ? about : about + space + 1;
  // Not between the halves of a character.
  return /[\udc00-\udfff]/.test(text.charAt(from)) ? from + 1 : from;
}

/** Ranges that overlap become one. */
function joined(ranges: readonly TextRange[]): TextRange[] {
  const all: TextRange[] = [];
  for (const { start, end } of ranges) {
    const last = all.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else all.push({ start, end });
  }
  return all;
}
