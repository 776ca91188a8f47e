import MarkdownIt, { type Token } from "markdown-it";

/** A text that is nested deeper is shown as plain text, because the parser would leave out the deeper parts. */
const deepest = 32;
/** A part with more tokens is shown as plain text. */
const mostTokens = 10_000;

/**
 * No HTML, and nothing that changes an earlier part: a reference definition and a line under a heading would change the
 * look of a growing text. Addresses in plain text have to name their scheme.
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
  /** Absent for a part that is too deep or too long, and so stays plain text. */
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
