import { isContainer } from "../../base/json/exactNumber.ts";
import { openWhole } from "../values/prettyJson.ts";
import { describeContent, leftOutWords } from "./leftOut.ts";
import { isResultFile } from "./resultFile.ts";

type Fields = Record<string, unknown>;

/** In characters. A shorter text holds no file. */
const shortest = 24;

/**
 * The same value with words in place of its files' bytes, also in JSON inside a text. A value without files is returned
 * unchanged.
 */
export function withoutBytes<T>(value: T): T {
  return thin(value) as T;
}

function thin(value: unknown): unknown {
  if (typeof value === "string") return value.length < shortest ? value : thinText(value);
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
  const isFile = typeof fields["content"] === "string" && isResultFile(fields);
  let changed: Map<string, unknown> | undefined;
  // Not `Object.entries`, which would create lists: most values have no file.
  for (const key in fields) {
    const child = fields[key];
    const next = isFile && key === "content" ? leftOutWords(describeContent(child as string)) : thin(child);
    if (next !== child) (changed ??= new Map()).set(key, next);
  }
  if (!changed) return fields;
  return Object.fromEntries(Object.entries(fields).map(([key, child]) => [key, changed.get(key) ?? child]));
}

/** Base64 of which only a part is here, because apps cut long results in the middle. */
const piece = /((?:["']content\\*["']\s*:\s*\\*["']|\.\.\.\[Content truncated\]\.\.\.\s*))([A-Za-z0-9+/]{64,}={0,2})/g;

/** A text that contains JSON or a Python value with files. The result is text as well. */
function thinText(text: string): string {
  if (!text.includes("content") && !text.includes("Content")) return text;
  let rest = text;
  if (text.includes("size")) for (const content of contentsIn(openWhole(text))) rest = replaceContent(rest, content);
  return rest.replace(
    piece,
    (_, before: string, base64: string) => `${before}[left out: ${base64.length} characters of base64]`,
  );
}

function* contentsIn(value: unknown): Generator<string> {
  if (!isContainer(value)) return;
  if (isResultFile(value)) yield value.content;
  for (const child of Object.values(value)) yield* contentsIn(child);
}

/** The content as the text writes it: plain, or with the escapes of JSON. */
function replaceContent(text: string, content: string): string {
  const words = leftOutWords(describeContent(content));
  if (content === "") return text;
  const escaped = JSON.stringify(content).slice(1, -1);
  for (const written of [content, escaped, escaped.replaceAll("/", "\\/")]) {
    if (text.includes(written)) return text.replaceAll(written, words);
  }
  return text;
}
