import { commonSequence } from "../align/commonSequence.ts";
import type { Places } from "../align/uniquePairs.ts";

/** A piece of a text that the other text has as well, or has not. */
interface TextPiece {
  readonly text: string;
  readonly differs: boolean;
}

/** The two texts in pieces; joined they are the texts. */
export interface WordDifferences {
  readonly a: readonly TextPiece[];
  readonly b: readonly TextPiece[];
}

/** A stretch of both texts that is longer than this, in characters, is compared by line before it is by word. */
const longestByWord = 200_000;

const spaceless = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]`;
/**
 * A number with its unit and separators, a letter of a script that has no spaces, a word, white space, an emoji, or any
 * other character. `Intl.Segmenter` knows words of more scripts, and takes five times as long.
 */
const word = new RegExp(
  [
    String.raw`\p{Sc}?\p{N}+(?:[.,]\p{N}+)*%?`,
    spaceless,
    String.raw`(?:(?!${spaceless})[\p{L}\p{M}_])+`,
    String.raw`\s+`,
    String.raw`\p{Extended_Pictographic}(?:\u200d\p{Extended_Pictographic}|[\ufe0f\u{1f3fb}-\u{1f3ff}])*`,
    ".",
  ].join("|"),
  "gsu",
);
const line = /[^\n]*\n|[^\n]+/g;

/**
 * Compares two texts by word, bounded: of what lies between their common beginning and end, up to 200,000 characters.
 * What is longer is compared by line, and its changed stretches by word where they are short enough; else they count as
 * replaced.
 */
export function wordDifferences(a: string, b: string): WordDifferences {
  const pieces = new Pieces();
  const start = commonStart(a, b);
  const end = commonEnd(a, b, start);
  const [of, other] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  pieces.equal(a.slice(0, start), b.slice(0, start));
  if (of.length + other.length <= longestByWord) addByWord(pieces, of, other);
  else addByLine(pieces, of, other);
  pieces.equal(a.slice(a.length - end), b.slice(b.length - end));
  return pieces;
}

class Pieces implements WordDifferences {
  readonly a: { text: string; differs: boolean }[] = [];
  readonly b: { text: string; differs: boolean }[] = [];

  equal(a: string, b: string): void {
    addPiece(this.a, a, false);
    addPiece(this.b, b, false);
  }

  replaced(a: string, b: string): void {
    addPiece(this.a, a, true);
    addPiece(this.b, b, true);
  }
}

function addPiece(pieces: { text: string; differs: boolean }[], text: string, differs: boolean): void {
  const last = pieces.at(-1);
  if (text === "") return;
  if (last?.differs === differs) last.text += text;
  else pieces.push({ text, differs });
}

/** How many characters both begin with, up to white space, so that no word is parted. */
function commonStart(a: string, b: string): number {
  const least = Math.min(a.length, b.length);
  let start = 0;
  while (start < least && a[start] === b[start]) start += 1;
  if (start === a.length && start === b.length) return start;
  while (start > 0 && !/\s/.test(a[start - 1]!)) start -= 1;
  return start;
}

function commonEnd(a: string, b: string, start: number): number {
  const least = Math.min(a.length, b.length) - start;
  let end = 0;
  while (end < least && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  while (end > 0 && !/\s/.test(a[a.length - end]!)) end -= 1;
  return end;
}

function addByWord(pieces: Pieces, a: string, b: string): void {
  const [of, other] = [a.match(word) ?? [], b.match(word) ?? []];
  addCommon(pieces, of, other, withoutIslands(commonSequence(of, other), of, other), (x, y) => pieces.replaced(x, y));
}

function addByLine(pieces: Pieces, a: string, b: string): void {
  const [of, other] = [a.match(line) ?? [], b.match(line) ?? []];
  addCommon(pieces, of, other, commonSequence(of, other), (x, y) => {
    if (x.length + y.length <= longestByWord) addByWord(pieces, x, y);
    else pieces.replaced(x, y);
  });
}

/** Adds what is common, and hands what lies between to `changed`. */
function addCommon(
  pieces: Pieces,
  a: readonly string[],
  b: readonly string[],
  common: readonly Places[],
  changed: (a: string, b: string) => void,
): void {
  let from: Places = { a: 0, b: 0 };
  const until = (to: Places): void => {
    if (from.a < to.a || from.b < to.b) changed(a.slice(from.a, to.a).join(""), b.slice(from.b, to.b).join(""));
  };
  for (const place of common) {
    until(place);
    pieces.equal(a[place.a]!, b[place.b]!);
    from = { a: place.a + 1, b: place.b + 1 };
  }
  until({ a: a.length, b: b.length });
}

/**
 * Drops what both texts have by chance between two larger changes: a space, a comma, a single "it". A person reads a
 * replaced half sentence more easily as a whole.
 */
function withoutIslands(common: readonly Places[], a: readonly string[], b: readonly string[]): Places[] {
  const runs: Places[][] = [];
  for (const place of common) {
    const last = runs.at(-1)?.at(-1);
    if (last && last.a + 1 === place.a && last.b + 1 === place.b) runs.at(-1)!.push(place);
    else runs.push([place]);
  }
  const changeBefore = (index: number): number => {
    const from = runs[index - 1]?.at(-1) ?? { a: -1, b: -1 };
    const to = runs[index]?.[0] ?? { a: a.length, b: b.length };
    return lettersOf(a, from.a + 1, to.a) + lettersOf(b, from.b + 1, to.b);
  };
  return runs
    .filter((run, index) => {
      const letters = lettersOf(a, run[0]!.a, run.at(-1)!.a + 1);
      return letters > 3 || 4 * letters >= Math.min(changeBefore(index), changeBefore(index + 1));
    })
    .flat();
}

/** How many characters other than white space these words have. */
function lettersOf(words: readonly string[], from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if (/\S/.test(words[at]!)) count += words[at]!.length;
  return count;
}
