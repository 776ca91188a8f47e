/**
 * Estimates the tokens of a text. The tokenizers of models differ, and none is at hand. So the estimate takes the
 * pieces that all of them cut at, and counts each as tokenizers do at their worst: docs/agents.md has the rule with the
 * figures.
 */
const pieces = /([A-Z]?[a-z]+|[A-Z]+)|(\d+)|([ \t\n\r]+)|([!-~])|([\u0080-\u{10ffff}])|./gsu;

export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [piece, letters, digits, spaces, sign, other] of text.matchAll(pieces)) {
    if (letters !== undefined) tokens += lettersCost(letters.length);
    else if (digits !== undefined) tokens += Math.ceil(digits.length / 2);
    else if (spaces !== undefined) tokens += spaces === " " ? 0 : 1 + Math.floor(spaces.length / 16);
    else if (sign !== undefined) tokens += 1;
    else tokens += other === undefined ? 1 : otherCost(piece.codePointAt(0)!);
  }
  return tokens;
}

function lettersCost(length: number): number {
  return Math.ceil(length / 4);
}

function otherCost(code: number): number {
  if (code > 0xffff) return 4;
  return code < 0x0530 ? 1 : 2;
}
