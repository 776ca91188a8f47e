import { commonSequence } from "../align/commonSequence.ts";

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

/** Compares two texts by word. */
export function wordDifferences(a: string, b: string): WordDifferences {
  const [wordsOfA, wordsOfB] = [wordsOf(a), wordsOf(b)];
  const common = commonSequence(wordsOfA, wordsOfB);
  return {
    a: pieces(
      wordsOfA,
      common.map((place) => place.a),
    ),
    b: pieces(
      wordsOfB,
      common.map((place) => place.b),
    ),
  };
}

function wordsOf(text: string): string[] {
  return text.match(/\p{Sc}?\p{N}+(?:[.,]\p{N}+)*%?|[\p{L}\p{M}_]+|\s+|./gsu) ?? [];
}

function pieces(words: readonly string[], common: readonly number[]): TextPiece[] {
  const all: { text: string; differs: boolean }[] = [];
  let next = 0;
  words.forEach((word, place) => {
    const differs = common[next] !== place;
    if (!differs) next += 1;
    const last = all.at(-1);
    if (last?.differs === differs) last.text += word;
    else all.push({ text: word, differs });
  });
  return all;
}
