import { isContainer } from "#base/json/exactNumber.ts";
import { type JsonPath, valueAt } from "#base/json/jsonPath.ts";
import { Cover, coverText } from "#runs/values/cover.ts";

const cover = new Cover();
/** The values with dots. What a reader is shown is no part of them, so all panels share them. */
const coveredCache = new WeakMap<object, unknown>();

/**
 * Secrets in the values of a local run: a trace has the headers and parameters of tools as they are. The panel has dots
 * in their place, and shows one when the reader asks for it, until it closes.
 */
export class ShownSecrets {
  /** By block, the indexes of its secrets that are shown. */
  readonly #shown = new Map<string, Set<number>>();

  /** A value with dots, the same one each time. */
  value<T>(value: T): T {
    if (!isContainer(value)) return cover.value(value);
    const coveredValue = coveredCache.get(value) ?? cover.value(value);
    coveredCache.set(value, coveredValue);
    return coveredValue as T;
  }

  /** A copy of a value with dots, but for the texts at these paths. */
  valueWith(value: unknown, shown: readonly JsonPath[]): unknown {
    return shown.reduce<unknown>((so, path) => withText(so, path, valueAt(value, path)), this.value(value));
  }

  /** @param index among the secrets of the block that are still covered */
  show(block: string, index: number): void {
    const shown = this.#shown.get(block) ?? new Set();
    this.#shown.set(block, shown);
    let left = index;
    for (let at = 0; ; at++) {
      if (shown.has(at)) continue;
      if (left-- > 0) continue;
      shown.add(at);
      return;
    }
  }

  has(block: string): boolean {
    return this.#shown.has(block);
  }

  /** The texts of a block, in their order, with the secrets that are shown. @param raw the same without dots */
  texts(block: string, clean: readonly string[], raw: readonly string[]): string[] {
    const shown = this.#shown.get(block);
    let before = 0;
    return clean.map((text, index) => {
      const pieces = text.split(coverText);
      const from = before;
      before += pieces.length - 1;
      return shown ? uncovered(pieces, raw[index] ?? "", (at) => shown.has(from + at)) : text;
    });
  }
}

/** What stands between the pieces of a text in the text without dots; dots where the two don't fit. */
function uncovered(pieces: readonly string[], raw: string, isShown: (at: number) => boolean): string {
  let text = pieces[0] ?? "";
  let at = raw.startsWith(text) ? text.length : -1;
  for (const [index, piece] of pieces.slice(1).entries()) {
    const isLast = index === pieces.length - 2;
    const next = at < 0 ? -1 : isLast && raw.endsWith(piece) ? raw.length - piece.length : raw.indexOf(piece, at);
    const fits = next >= at && at >= 0;
    text += (fits && isShown(index) ? raw.slice(at, next) : coverText) + piece;
    at = fits ? next + piece.length : -1;
  }
  return text;
}

/** A copy of a value with another text at a path. */
function withText(value: unknown, [key, ...rest]: JsonPath, text: unknown): unknown {
  if (key === undefined) return typeof value === "string" && typeof text === "string" ? text : value;
  if (!isContainer(value)) return value;
  if (Array.isArray(value)) return value.map((each: unknown, at) => (at === key ? withText(each, rest, text) : each));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]: [string, unknown]) => [
      name,
      name === key ? withText(each, rest, text) : each,
    ]),
  );
}
