import type { MessagePart, PartKind } from "./messageParts.ts";

/** A piece of the message of several runs. */
export interface CausePart {
  readonly text: string;
  /** Whether it stands for what differs between the runs. */
  readonly varies: boolean;
}

/**
 * The messages of a cause as one: numbers that differ as their range (`line 12–480`), other values as their kind
 * (`‹id›`).
 */
export function commonParts(messages: readonly (readonly MessagePart[])[]): CausePart[] {
  const [first = [], ...others] = messages;
  const isAlike = others.every((parts) => hasShape(parts, first));
  return first.map((part, at) => {
    // Lists of other lengths have their values in other places, so nobody knows which of them belong together.
    const texts = isAlike ? messages.map((parts) => parts[at]!.text) : undefined;
    return part.kind === undefined ? ofWords(part.text, texts) : ofValues(part.kind, part.text, texts);
  });
}

function hasShape(parts: readonly MessagePart[], like: readonly MessagePart[]): boolean {
  return (
    parts.length === like.length &&
    parts.every(({ kind }, at) => (kind === undefined) === (like[at]!.kind === undefined))
  );
}

/** Words may differ after those that tell the cause. */
function ofWords(first: string, texts: readonly string[] | undefined): CausePart {
  const words = lettersOf(first);
  const isSame = texts?.every((text) => text === first || lettersOf(text) === words) ?? true;
  return isSame ? { text: first, varies: false } : { text: " ‹text› ", varies: true };
}

/** Without what the words are told apart by: case and a plural. */
function lettersOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .replace(/s\b/g, "")
    .trim();
}

/** What `errorText` writes for a value that it has left out: it says nothing about whether the values are the same. */
const leftOut = /^(?:\{\}|<object>)$/;

function ofValues(kind: PartKind, first: string, texts: readonly string[] | undefined): CausePart {
  if (texts?.every((text) => text === first) && !leftOut.test(first)) return { text: first, varies: false };
  const range = texts && countable.has(kind) ? rangeOf(texts) : undefined;
  return { text: range ?? `‹${kind}›`, varies: true };
}

const countable: ReadonlySet<PartKind> = new Set(["number", "time", "amount", "size"]);

/** A number between the same signs and units: `$ 1,480.00`, `30 s`. */
const measured = /^(\D{0,8}?)(-?\d{1,40}(?:,\d{3}){0,12}(?:\.\d{1,40})?)(\D{0,20})$/;

/** `3–40 s`; `undefined` if one of the texts isn't a number, or is in another unit. */
function rangeOf(texts: readonly string[]): string | undefined {
  let least: { value: number; text: string } | undefined;
  let most = least;
  let around: { before: string; after: string } | undefined;
  for (const text of texts) {
    const [, before = "", digits, after = ""] = measured.exec(text) ?? [];
    around ??= { before, after };
    if (digits === undefined || around.before !== before || around.after !== after) return undefined;
    const value = Number(digits.replaceAll(",", ""));
    if (!least || value < least.value) least = { value, text: digits };
    if (!most || value > most.value) most = { value, text: digits };
  }
  if (!least || !most || !around) return undefined;
  return `${around.before}${least.text}${least.value < 0 ? " to " : "–"}${most.text}${around.after}`;
}
