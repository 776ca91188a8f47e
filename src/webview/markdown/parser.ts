import MarkdownIt, { type Token } from "markdown-it";

/** Nested deeper than this, a text is shown as it came: the parser would leave out what lies deeper. */
const deepest = 32;
/** A part of a text that makes more pieces than this is shown as it came. */
const mostTokens = 10_000;

/**
 * No HTML, and nothing that changes what stands before it: a definition of a reference and a line under a heading would
 * make an earlier part of a growing text look different. The addresses that are found in plain text name their scheme.
 */
const parser = new MarkdownIt({ html: false, linkify: true, breaks: true, maxNesting: deepest }).disable([
  "reference",
  "lheading",
]);
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });

/** A part of a text on the top level: a paragraph, a list, a table. */
export interface ParsedPart {
  /** The line that it begins on. */
  line: number;
  /** Absent for what is too deep or too much to be more than text. */
  tokens: readonly Token[] | undefined;
}

export function parseParts(text: string): ParsedPart[] {
  const parts: { line: number; tokens: Token[] }[] = [];
  for (const token of parser.parse(text, {})) {
    if (token.level === 0 && token.nesting >= 0) parts.push({ line: token.map?.[0] ?? 0, tokens: [token] });
    else parts.at(-1)?.tokens.push(token);
  }
  return parts.map(({ line, tokens }) => ({ line, tokens: isCalm(tokens) ? tokens : undefined }));
}

function isCalm(tokens: readonly Token[]): boolean {
  const all = tokens.flatMap((token) => [token, ...(token.children ?? [])]);
  let depth = 0;
  return all.length <= mostTokens && all.every(({ nesting }) => (depth += nesting) < deepest);
}
