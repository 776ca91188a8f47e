import MarkdownIt, { type Token } from "markdown-it";
import { withoutLooseEnd } from "./looseEnd.ts";

export interface MarkdownPart {
  source: string;
  tokens: readonly Token[] | undefined;
}

/**
 * A text in Markdown, divided into its parts. While it grows only the last part is parsed again; the others stay the
 * same.
 */
export class MarkdownParts {
  #text = "";
  #growing = true;
  #done: readonly MarkdownPart[] = [];
  /** Where the unfinished part begins. */
  #from = 0;
  #parts: readonly MarkdownPart[] = [];

  update(raw: string, growing: boolean): readonly MarkdownPart[] {
    const text = raw.includes("\r") ? raw.replaceAll(/\r\n?/g, "\n") : raw;
    if (text === this.#text && growing === this.#growing) return this.#parts;
    // A complete text is parsed again from its beginning: its last line may belong to the part before.
    if (!growing || !text.startsWith(this.#text)) {
      this.#done = [];
      this.#from = 0;
    }
    this.#text = text;
    this.#growing = growing;
    this.#parse();
    return this.#parts;
  }

  #parse(): void {
    const rest = this.#text.slice(this.#from);
    const parsed = parseParts(this.#growing ? withoutLooseEnd(rest) : rest);
    const starts = lineStarts(
      rest,
      parsed.map(({ line }) => line),
    );
    const added = parsed.map(({ tokens }, index): MarkdownPart => {
      const source = rest.slice(starts[index], starts[index + 1]).trimEnd();
      const partIndex = this.#done.length + index;
      // The former last part may have been drawn with marks that were closed for it.
      const earlierPart = partIndex < this.#parts.length - 1 ? this.#parts[partIndex] : undefined;
      if (earlierPart?.source !== source) return { source, tokens };
      // Marks that were closed may have changed more than the last part. At the end each part equals that of a complete
      // parse.
      return this.#growing || sameTokens(earlierPart.tokens, tokens) ? earlierPart : { source, tokens };
    });
    this.#parts = [...this.#done, ...added];
    this.#done = this.#parts.slice(0, Math.max(this.#done.length, this.#parts.length - 1));
    this.#from += starts.at(-1) ?? 0;
  }
}

/** Whether tokens look the same when drawn. Their line numbers count from the start of the parse. */
function sameTokens(a: readonly Token[] | undefined, b: readonly Token[] | undefined): boolean {
  const drawn = (tokens: readonly Token[] | undefined): string =>
    JSON.stringify(tokens ?? null, (key, value: unknown) => (key === "map" ? undefined : value));
  return drawn(a) === drawn(b);
}

/** Where the given lines begin; they are in order. */
function lineStarts(text: string, lines: readonly number[]): number[] {
  const starts: number[] = [];
  let at = 0;
  let line = 0;
  for (const partLine of lines) {
    for (; line < partLine; line += 1) at = text.indexOf("\n", at) + 1;
    starts.push(at);
  }
  return starts;
}

/** A text that is nested deeper is shown as plain text, because the parser would leave out the deeper parts. */
const maxDepth = 32;
/** A part with more tokens is shown as plain text. */
const maxTokens = 10_000;

/**
 * No HTML, and nothing that changes an earlier part: a reference definition and a line under a heading would change the
 * look of a growing text. Addresses in plain text have to name their scheme.
 */
const parser = new MarkdownIt({ html: false, linkify: true, breaks: true, maxNesting: maxDepth }).disable([
  "reference",
  "lheading",
]);
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });

interface ParsedPart {
  line: number;
  /** Absent for a part that is too deep or too long, and so stays plain text. */
  tokens: readonly Token[] | undefined;
}

function parseParts(text: string): ParsedPart[] {
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
  return all.length <= maxTokens && all.every(({ nesting }) => (depth += nesting) < maxDepth);
}
