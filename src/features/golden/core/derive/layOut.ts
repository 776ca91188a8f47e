import { isContainer } from "#base/json/exactNumber.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";

/** In characters. A longer line is broken. */
const lineWidth = 110;

/**
 * A JSON value as a person lays it out: in one line where it fits, `{ "a": [1, 2] }`, else a line for each of its parts.
 *
 * @param indent how far the line with its beginning is indented, in characters
 * @param taken what else stands in its first line, in characters
 */
export function layOut(value: unknown, indent = 0, taken = 0): string {
  const room = lineWidth - indent - taken;
  const line = inOneLine(value, room);
  if (!isContainer(value) || line.length <= room) return line;
  const isList = Array.isArray(value);
  const inner = " ".repeat(indent + 2);
  const parts = Object.entries(value).map(([key, each]) => {
    const name = isList ? "" : `${JSON.stringify(key)}: `;
    return `${inner}${name}${layOut(each, indent + 2, name.length)}`;
  });
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  return `${open}\n${parts.join(",\n")}\n${" ".repeat(indent)}${close}`;
}

/** A value in one line. @param room where it doesn't fit into so many characters, it ends behind them */
export function inOneLine(value: unknown, room = Infinity): string {
  if (!isContainer(value)) return stringifyJson(value) ?? "null";
  const isList = Array.isArray(value);
  let text = "";
  for (const [key, each] of Object.entries(value)) {
    if (text.length > room) break;
    text += `${text === "" ? "" : ", "}${isList ? "" : `${JSON.stringify(key)}: `}`;
    text += inOneLine(each, room - text.length);
  }
  if (isList) return `[${text}]`;
  return text === "" ? "{}" : `{ ${text} }`;
}
