/** In characters: how much of a possible link's text, and of its address, is held back. */
const longestText = 120;
const longestAddress = 600;

/** The place of a thing and its end: `undefined` when it wasn't opened at all. */
type Reach = number | "open" | undefined;

interface Mark {
  char: string;
  count: number;
}

/** Running text whose end may cut an emphasis, code, a link or an address. */
export function closeSpans(text: string): string {
  const open: Mark[] = [];
  const links = new Links(text);
  for (let at = 0; at < text.length;) {
    const char = text[at]!;
    if (char === "\\") {
      if (at === text.length - 1) return close(text.slice(0, at), open);
      at += 2;
    } else if (char === "`") {
      const ticks = runAt(text, at);
      const end = endOfCode(text, at, ticks);
      if (end === undefined) {
        const isEmpty = at + ticks >= text.trimEnd().length;
        return close(isEmpty ? text.slice(0, at) : withoutTicks(text.trimEnd()) + "`".repeat(ticks), open);
      }
      at = end;
    } else if (char === "[" || char === "<") {
      const end = char === "[" ? links.endAt(at) : endOfAddress(text, at);
      if (end === "open") {
        return close(text.slice(0, text[at - 1] === "!" ? at - 1 : at), open);
      }
      at = typeof end === "number" ? end : at + 1;
    } else if (char === "!" && at === text.length - 1) {
      return close(text.slice(0, at), open);
    } else if (char === "*" || char === "_" || char === "~") {
      const count = runAt(text, at);
      if (at + count === text.length && !endsLast(open, char, count, text[at - 1]))
        return close(text.slice(0, at), open);
      mark(open, { char, count }, text[at - 1], text[at + count]);
      at += count;
    } else at += 1;
  }
  return close(text, open);
}

function close(text: string, open: readonly Mark[]): string {
  if (open.length === 0) return text;
  const marks = [...open].reverse().map(({ char, count }) => char.repeat(count));
  return text.trimEnd() + marks.join("");
}

function runAt(text: string, at: number): number {
  let end = at;
  while (text[end] === text[at]) end += 1;
  return end - at;
}

function withoutTicks(text: string): string {
  let end = text.length;
  while (text[end - 1] === "`") end -= 1;
  return text.slice(0, end);
}

function endOfCode(text: string, at: number, ticks: number): number | undefined {
  for (let next = text.indexOf("`", at + ticks); next >= 0;) {
    const count = runAt(text, next);
    if (count === ticks) return next + count;
    next = text.indexOf("`", next + count);
  }
  return undefined;
}

/** Finds links in a text, and looks at no part of it again and again. */
class Links {
  readonly #text: string;
  /** Without the place of the last `)`, each search for an address would run to the end. */
  readonly #lastClosing: number;
  /** The place of the next `]`: a thousand `[` in a row have one end, or none. */
  #nextEnd = -1;

  constructor(text: string) {
    this.#text = text;
    this.#lastClosing = text.lastIndexOf(")");
  }

  /** The end of the `[text](address)` that begins here, or `open`. The places have to grow from call to call. */
  endAt(at: number): Reach {
    const text = this.#text;
    if (this.#nextEnd < at) {
      const found = text.indexOf("]", at);
      this.#nextEnd = found < 0 ? text.length : found;
    }
    if (this.#nextEnd - at > longestText + 1) return undefined;
    let depth = 0;
    for (let next = at; next < text.length; next += 1) {
      if (next - at > longestText + 1) return undefined;
      const char = text[next];
      if (char === "\\") next += 1;
      else if (char === "[") depth += 1;
      else if (char === "]" && --depth === 0) return this.#behind(next);
      else if (char === "\n" || next - at > longestText) return undefined;
    }
    return "open";
  }

  /** The end of the address behind the `]` of a link's text. */
  #behind(end: number): Reach {
    const text = this.#text;
    if (end === text.length - 1) return "open";
    if (text[end + 1] !== "(") return undefined;
    if (end < this.#lastClosing) return text.indexOf(")", end) + 1;
    return text.length - end <= longestAddress ? "open" : undefined;
  }
}

function endOfAddress(text: string, at: number): Reach {
  const [begun, end] = /^<(?:[a-z][a-z0-9+.-]*(?::[^\s<>]*)?(>)?)?/i.exec(text.slice(at, at + longestAddress)) ?? [];
  if (begun === undefined) return undefined;
  if (end !== undefined) return at + begun.length;
  return at + begun.length === text.length ? "open" : undefined;
}

function endsLast(open: readonly Mark[], char: string, count: number, before: string | undefined): boolean {
  const last = open.at(-1);
  return last !== undefined && last.char === char && count >= last.count && before !== undefined && !isSpace(before);
}

/** Handles a run of marks: closes what it can, otherwise opens what it can. */
function mark(open: Mark[], { char, count }: Mark, before: string | undefined, after: string | undefined): void {
  let left = count;
  if (before !== undefined && !isSpace(before)) {
    for (let last = open.at(-1); last?.char === char && left >= last.count; last = open.at(-1)) {
      left -= last.count;
      open.pop();
    }
  }
  const withinWord = isWord(before) && isWord(after);
  const opens = after !== undefined && !isSpace(after) && !(withinWord && (char === "_" || left === 1));
  if (!opens || left > 3) return;
  if (char === "~") {
    if (left === 2) open.push({ char, count: 2 });
    return;
  }
  if (left === 1 || left === 3) open.push({ char, count: 1 });
  if (left >= 2) open.push({ char, count: 2 });
}

function isSpace(char: string): boolean {
  return /\s/.test(char);
}

function isWord(char: string | undefined): boolean {
  return char !== undefined && /[\p{L}\p{N}]/u.test(char);
}
