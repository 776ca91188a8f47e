import type { Token } from "markdown-it";
import { withoutLooseEnd } from "./looseEnd.ts";
import { parseParts } from "./parser.ts";

/** A part of a text on the top level: a paragraph, a list, a table. */
export interface MarkdownPart {
  source: string;
  /** Absent for a part that is shown as plain text. */
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
      const place = this.#done.length + index;
      // The former last part may have been drawn with marks that were closed for it.
      const known = place < this.#parts.length - 1 ? this.#parts[place] : undefined;
      if (known?.source !== source) return { source, tokens };
      // Marks that were closed may have changed more than the last part. At the end each part equals that of a complete
      // parse.
      return this.#growing || sameTokens(known.tokens, tokens) ? known : { source, tokens };
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
  for (const wanted of lines) {
    for (; line < wanted; line += 1) at = text.indexOf("\n", at) + 1;
    starts.push(at);
  }
  return starts;
}
