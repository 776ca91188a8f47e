import { commonSequence, type Places } from "../align/commonSequence.ts";


/** A piece of a text, and whether it differs from the other text. */
export type MarkedPiece = readonly [text: string, differs: boolean];

/** The two texts in pieces; joined they are the texts. */
export interface WordDifferences {
  readonly a: readonly MarkedPiece[];
  readonly b: readonly MarkedPiece[];
}

const spaceless = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]`;
/**
 * A number with its unit and separators, a letter of a script that has no spaces, a word, white space, an emoji, or any
 * other character. The words of `diffWordsWithSpace` end within `$1,020`, within an emoji and before an accent.
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

/** Compares two texts by word. */
export function wordDifferences(a: string, b: string): WordDifferences {
  const [of, other] = [a.match(word) ?? [], b.match(word) ?? []];
  const common = withoutIslands(commonSequence(of, other), of, other);
  return {
    a: pieces(of, new Set(common.map((place) => place.a))),
    b: pieces(other, new Set(common.map((place) => place.b))),
  };
}

function pieces(words: readonly string[], inBoth: ReadonlySet<number>): MarkedPiece[] {
  const all: [text: string, differs: boolean][] = [];
  for (const [at, text] of words.entries()) {
    const differs = !inBoth.has(at);
    const last = all.at(-1);
    if (last?.[1] === differs) last[0] += text;
    else all.push([text, differs]);
  }
  return all;
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
