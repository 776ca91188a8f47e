import type { Cover } from "#runs/values/cover.ts";
import { safeText } from "./safeText.ts";
import { estimateTokens } from "./tokens.ts";

/** A token has hardly ever more characters than this, so a longer text isn't worth an estimate. */
const maxCharactersPerToken = 16;

/** The texts of others in a result: covered, safe, within the budget. Values are covered before they are texts. */
export class RunData {
  readonly #texts: string[] = [];
  readonly #cover: Cover;
  #room: number;

  constructor(budgetTokens: number, cover: Cover) {
    this.#cover = cover;
    this.#room = Math.max(0, Math.floor(budgetTokens));
  }

  /** How many tokens still fit. */
  get room(): number {
    return this.#room;
  }

  /** How many texts there are: an index for {@link add}. */
  get count(): number {
    return this.#texts.length;
  }

  /** Adds a text. @returns whether it fits; otherwise nothing is added @param before the index of the text behind it */
  add(text: string, before = this.#texts.length): boolean {
    if (text.length > this.#room * maxCharactersPerToken) return false;
    const safe = safeText(this.#cover.text(text));
    const tokens = estimateTokens(safe) + 1;
    if (tokens > this.#room) return false;
    this.#room -= tokens;
    this.#texts.splice(before, 0, safe);
    return true;
  }

  /** Adds as much of a text as fits. @returns how many of its characters that is */
  addStart(text: string): number {
    let length = Math.min(text.length, this.#room * maxCharactersPerToken);
    while (length > 0) {
      const end = isHighSurrogate(text, length - 1) ? length - 1 : length;
      if (this.add(text.slice(0, end))) return end;
      length = Math.floor(length * 0.8);
    }
    return 0;
  }

  /** Adds an item of a list, and of the first one as much as fits. @returns whether any of it was added */
  addItem(text: string, isFirst: boolean): boolean {
    return isFirst ? this.addStart(text) > 0 : this.add(text);
  }

  toString(): string {
    return this.#texts.join("\n");
  }
}

function isHighSurrogate(text: string, at: number): boolean {
  return /[\ud800-\udbff]/.test(text.charAt(at)) && at + 1 < text.length;
}
