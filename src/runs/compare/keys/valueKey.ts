import { isContainer, isNumber, numberKey } from "../../../base/json/exactNumber.ts";
import { LargeValue, openJson } from "../../values/prettyJson.ts";
import { Digest, type Sketch } from "./digest.ts";
import { isIgnoredField, withoutIds } from "./ignored.ts";

/** A longer text is not opened as JSON for its key: reading it takes longer than all else. In characters. */
const longestOpened = 200_000;

/**
 * The key of a JSON value: equal for values that are equal except for the order of their keys, the notation of their
 * numbers, and what `ignored.ts` lists. JSON inside a text counts as its value.
 *
 * @param sketch takes the words and values, for `StoryKeys.similarity`
 */
export function valueKey(value: unknown, sketch?: Sketch): number {
  const isLong = typeof value === "string" && value.length > longestOpened;
  return keyOf(isLong ? value : openJson(value), { sketch, exact: false });
}

/** The same with ids and times, and with texts as they are. */
export function exactKey(value: unknown): number {
  return keyOf(value, { exact: true });
}

interface How {
  readonly sketch?: Sketch | undefined;
  readonly exact: boolean;
}

function keyOf(value: unknown, how: How): number {
  const digest = new Digest();
  addValue(digest, how, "", value);
  return digest.value;
}

function addValue(digest: Digest, how: How, name: string, value: unknown): void {
  if (!how.exact && isIgnoredField(name, value)) {
    digest.text("ignored");
  } else if (typeof value === "string") {
    const text = how.exact ? value : withoutIds(value);
    digest.text("text").text(text);
    addWords(how, name, text);
  } else if (value instanceof LargeValue) {
    digest.text("large").text(how.exact ? value.text : withoutIds(value.text));
    addWords(how, name, value.text);
  } else if (Array.isArray(value)) {
    digest.text("list").number(value.length);
    for (const each of value) addValue(digest, how, name, each);
  } else if (isContainer(value)) {
    const fields = value as Record<string, unknown>;
    const names = Object.keys(fields).sort();
    digest.text("object").number(names.length);
    for (const each of names) addValue(digest.text(each), how, each, fields[each]);
  } else {
    const word = isNumber(value) ? numberKey(value) : String(value);
    digest.text(word);
    // What isn't there is nothing that two steps have in common.
    if (value !== undefined) how.sketch?.add(new Digest().text(name).text(word).value | 0);
  }
}

function addWords({ sketch }: How, name: string, text: string): void {
  if (!sketch) return;
  let seed = 0;
  for (let index = 0; index < name.length; index++) seed = Math.imul(seed ^ name.charCodeAt(index), 0x85ebca6b);
  let word = 0;
  for (let index = 0; index <= text.length && !sketch.isFull; index++) {
    const code = index < text.length ? text.charCodeAt(index) : 0;
    if (isOfWord(code)) {
      word = Math.imul(word ^ code, 0xc2b2ae35) + 1;
    } else if (word !== 0) {
      sketch.add(word ^ seed);
      word = 0;
    }
  }
}

/** A letter or digit of ASCII, or anything beyond: a sketch doesn't need to know more of writing. */
function isOfWord(code: number): boolean {
  return code > 127 || (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
