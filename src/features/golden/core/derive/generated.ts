import { isContainer, isNumber } from "#base/json/exactNumber.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { looksLikeKey } from "#model/accessKey.ts";
import { isIgnoredField, withoutIds } from "#runs/compare/keys/valueKey.ts";

/** Why a value isn't the same in the next run: a comment for a person. */
export type Generated = "an ID: differs in each run" | "a time: differs in each run";

const idReason = "an ID: differs in each run";
const timeReason = "a time: differs in each run";

/** In characters. A longer input isn't searched. */
const maxInputLength = 1_000_000;

/** Finds the values of a run that are different each time. A value from the request isn't one. */
export class GeneratedValues {
  readonly #input: string;

  /** @param request what the run was asked */
  constructor(request: unknown) {
    const text = stringifyJson(request) ?? "";
    this.#input = text.length > maxInputLength ? "" : text;
  }

  /** @param name of the field that holds the value */
  why(name: string, value: unknown): Generated | undefined {
    if (typeof value === "string") return this.#whyText(name, value);
    if (!isNumber(value) || this.#isAsked(String(value))) return undefined;
    if (isIgnoredField(name, value)) return timeReason;
    return isIdName(name) ? idReason : undefined;
  }

  #whyText(name: string, text: string): Generated | undefined {
    if (isDateTime.test(text)) return timeReason;
    if (text === "" || this.#isAsked(text)) return undefined;
    const isShort = text.length <= maxIdLength;
    if (isShort && (isIdName(name) || isIgnoredField(name, text))) return idReason;
    return isShort && (withoutIds(text) !== text || isToken(text)) ? idReason : undefined;
  }

  #isAsked(text: string): boolean {
    return this.#input.includes(text);
  }
}

/** In characters. A longer text is one for a person. */
const maxIdLength = 100;
const isDateTime = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;

function isIdName(name: string): boolean {
  return /(?:^|_)ids?$/i.test(name) || /[a-z]I[dD]s?$/.test(name);
}

/** One word with digits, as machines name things: `ch_3PqT9aX1`, `9f86d081884c7d65`. */
function isToken(text: string): boolean {
  const [, rest = ""] = /^(?:[A-Za-z]{1,10}[_-])?([0-9A-Za-z]{10,})$/.exec(text) ?? [];
  return /\d/.test(rest) && /[A-Za-z]/.test(rest);
}

/** Whether a value can be written to a file unchanged: JSON, without an access key. */
export function canBeWritten(value: unknown): boolean {
  if (typeof value === "string") return !looksLikeKey(value);
  if (isNumber(value)) return !/[NI]/.test(String(value));
  if (!isContainer(value)) return true;
  return Object.entries(value).every(([key, each]) => !looksLikeKey(key) && canBeWritten(each));
}
