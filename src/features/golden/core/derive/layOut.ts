import { isContainer } from "../../../../base/json/exactNumber.ts";
import { stringifyJson } from "../../../../base/json/stringifyJson.ts";

/** A longer line is broken, in characters. */
const width = 110;

/**
 * A JSON value as a person lays it out: in one line where it fits, `{ "a": [1, 2] }`, else a line for each of its parts.
 *
 * @param indent how far the line with its beginning is indented, in characters
 * @param taken what else stands in its first line, in characters
 */
export function layOut(value: unknown, indent = 0, taken = 0): string {
  if (!isContainer(value)) return stringifyJson(value) ?? "null";
  const line = inOneLine(value, width - indent - taken);
  if (line !== undefined) return line;
  const isList = Array.isArray(value);
  const inner = " ".repeat(indent + 2);
  const parts = Object.entries(value).map(([key, each]) => {
    const name = isList ? "" : `${JSON.stringify(key)}: `;
    return `${inner}${name}${layOut(each, indent + 2, name.length)}`;
  });
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  return `${open}\n${parts.join(",\n")}\n${" ".repeat(indent)}${close}`;
}

/** @returns `undefined` for what is longer than the room */
function inOneLine(value: unknown, room: number): string | undefined {
  if (!isContainer(value)) {
    const text = stringifyJson(value) ?? "null";
    return text.length <= room ? text : undefined;
  }
  const isList = Array.isArray(value);
  const parts: string[] = [];
  let rest = room - 4;
  for (const [key, each] of Object.entries(value)) {
    const name = isList ? "" : `${JSON.stringify(key)}: `;
    const text = inOneLine(each, rest - name.length);
    if (text === undefined) return undefined;
    parts.push(name + text);
    rest -= name.length + text.length + 2;
  }
  if (parts.length === 0) return isList ? "[]" : "{}";
  return isList ? `[${parts.join(", ")}]` : `{ ${parts.join(", ")} }`;
}
