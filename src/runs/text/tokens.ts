/** Estimates the tokens: the pieces that all tokenizers cut at, as the costliest counts them. */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [piece, letters, digits, spaces, sign] of text.matchAll(pieces)) {
    if (letters !== undefined) tokens += lettersCost(letters);
    else if (digits !== undefined) tokens += Math.ceil(digits.length / 2);
    else if (spaces !== undefined) tokens += spaces === " " ? 0 : 1 + Math.floor(spaces.length / 16);
    else tokens += sign === undefined ? otherCost(piece.codePointAt(0)!) : 1;
  }
  return Math.ceil(tokens);
}

/** Letters as words are written, in camel case as well; digits; white space; a sign; any other character. */
const pieces = /([A-Z]?[a-z]+|[A-Z]+)|(\d+)|([ \t\n\r]+)|([!-~])|./gsu;

/** Letters without vowels between them are no word: `kqzx`. Tokenizers have tokens for words alone. */
const noWord = /[b-df-hj-np-tv-xz]{4}/i;
const vowel = /[aeiouy]/i;

function lettersCost(letters: string): number {
  const { length } = letters;
  if (length === 1) return 1;
  if (length > 20 || noWord.test(letters) || !vowel.test(letters)) return length / 1.7;
  return Math.ceil(length / (letters === letters.toUpperCase() ? 2 : 4));
}

/** The first character of a script, and what one of its characters costs. */
const scripts: readonly (readonly [first: number, cost: number])[] = [
  [0x0000, 1],
  [0x0250, 2],
  // Greek, Cyrillic, then Armenian and Hebrew, Arabic, the scripts of India, Thai.
  [0x0370, 1.25],
  [0x0400, 0.75],
  [0x0530, 1.5],
  [0x0600, 1.25],
  [0x0900, 1.75],
  [0x0e00, 2],
  [0x0f00, 3.2],
  [0x2000, 2],
  // Chinese and Japanese, with rare characters between.
  [0x2e80, 1.5],
  [0x3400, 3],
  [0x4e00, 1.5],
  [0xa000, 3],
  // Korean.
  [0xac00, 1.5],
  [0xd800, 3],
  [0x10000, 4],
];

function otherCost(code: number): number {
  const script = scripts.findLast(([first]) => code >= first);
  return script?.[1] ?? 1;
}
