import { isContainer } from "#base/json/exactNumber.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { openWhole } from "#runs/values/prettyJson.ts";
import { leftOutWords } from "./leftOut.ts";
import { isResultFile } from "./resultFile.ts";

type Fields = Record<string, unknown>;

/** In characters. A shorter text holds no file. */
const minFileLength = 24;

/** The value with words in place of its files' bytes, also in JSON in a text; unchanged without files. */
export function withoutBytes<T>(value: T): T {
  return thin(value) as T;
}

function thin(value: unknown): unknown {
  if (typeof value === "string") return value.length < minFileLength ? value : thinText(value);
  if (!isContainer(value)) return value;
  return Array.isArray(value) ? thinList(value) : thinFields(value as Fields);
}

function thinList(list: unknown[]): unknown[] {
  let copy: unknown[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const next = thin(list[index]);
    if (next !== list[index]) (copy ??= [...list])[index] = next;
  }
  return copy ?? list;
}

function thinFields(fields: Fields): Fields {
  let changed: Map<string, unknown> | undefined;
  // Not `Object.entries`, which would create lists: most values have no file.
  for (const key in fields) {
    const child = fields[key];
    const isFile = key === "content" && typeof child === "string" && isResultFile(fields);
    const next = isFile ? leftOutWords(child) : thin(child);
    if (next !== child) (changed ??= new Map()).set(key, next);
  }
  if (!changed) return fields;
  return Object.fromEntries(Object.entries(fields).map(([key, child]) => [key, changed.get(key) ?? child]));
}

/** Base64 of which only a part is here, because apps cut long results in the middle. */
const piece = /((?:["']content\\*["']\s*:\s*\\*["']|\.\.\.\[Content truncated\]\.\.\.\s*))([A-Za-z0-9+/]{64,}={0,2})/g;

/** A text that contains JSON or a Python value with files, as JSON; any other text unchanged. */
function thinText(text: string): string {
  if (!/[Cc]ontent/.test(text)) return text;
  const opened = mayHoldFile(text) ? openWhole(text) : text;
  const thinned = isContainer(opened) ? thin(opened) : opened;
  const written = thinned === opened ? text : (stringifyJson(thinned) ?? "");
  return written.replace(
    piece,
    (_, before: string, base64: string) => `${before}[left out: ${base64.length} characters of base64]`,
  );
}

function mayHoldFile(text: string): boolean {
  return text.length >= minFileLength && text.includes("content") && text.includes("size");
}
