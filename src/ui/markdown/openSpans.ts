interface Mark {
  char: string;
  count: number;
}

/** A link, an image or an address whose end may be on its way: longer ones aren't held back. */
const unfinishedLink =
  /(?:!?\[[^[\]\n]{0,120}(?:\](?:\([^()\s]{0,600})?)?|<(?:[a-z][a-z0-9+.-]*(?::[^\s<>]{0,600})?)?|!)$/i;
/** In characters: how much of the end is searched for an unfinished link. */
const maxEndLength = 800;
/** Finished links and addresses, in which no sign marks anything. */
const finishedLink = /\[[^[\]\n]*\]\([^()\s]*\)|<[a-z][a-z0-9+.-]*:[^\s<>]*>/iy;

/** Running text whose end may cut an emphasis, code, a link or an address. */
export function closeSpans(whole: string): string {
  const end = Math.max(0, whole.length - maxEndLength);
  const cut = whole.slice(end).search(unfinishedLink);
  const text = cut < 0 ? whole : whole.slice(0, end + cut);
  const open: Mark[] = [];
  for (let at = 0; at < text.length;) {
    const char = text[at]!;
    if (char === "\\") {
      if (at === text.length - 1) return close(text.slice(0, at), open);
      at += 2;
    } else if (char === "`") {
      const ticks = runAt(text, at);
      const endOfSpan = endOfCode(text, at, ticks);
      if (endOfSpan === undefined) {
        const isEmpty = at + ticks >= text.trimEnd().length;
        return close(isEmpty ? text.slice(0, at) : withoutTicks(text.trimEnd()) + "`".repeat(ticks), open);
      }
      at = endOfSpan;
    } else if (char === "[" || char === "<") {
      finishedLink.lastIndex = at;
      at = finishedLink.test(text) ? finishedLink.lastIndex : at + 1;
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
