import { commonSequence, type IndexPair } from "#runs/compare/align/commonSequence.ts";

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
    a: pieces(of, new Set(common.map((pair) => pair.a))),
    b: pieces(other, new Set(common.map((pair) => pair.b))),
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
 * replaced half sentence more easily as a whole: of 15 changed sentences, 62 pieces are marked instead of 130.
 */
function withoutIslands(common: readonly IndexPair[], a: readonly string[], b: readonly string[]): IndexPair[] {
  const ends = [{ a: -1, b: -1 }, ...common, { a: a.length, b: b.length }];
  /** How many letters differ before each common word, and after the last. */
  const changes = ends
    .slice(1)
    .map((to, at) => lettersOf(a.slice(ends[at]!.a + 1, to.a)) + lettersOf(b.slice(ends[at]!.b + 1, to.b)));
  const kept: IndexPair[][] = [];
  let from = 0;
  for (let end = 1; end <= common.length; end++) {
    if (changes[end] === 0 && end < common.length) continue;
    const piece = common.slice(from, end);
    const letters = lettersOf(piece.map((pair) => a[pair.a]!));
    if (letters > 3 || 4 * letters >= Math.min(changes[from]!, changes[end]!)) kept.push(piece);
    from = end;
  }
  return kept.flat();
}

/** How many characters other than white space these words have. */
function lettersOf(words: readonly string[]): number {
  return words.join("").replace(/\s+/g, "").length;
}
