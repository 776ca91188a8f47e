import { isContainer } from "#base/json/exactNumber.ts";
import { scalarText } from "#runs/query/fieldValues.ts";
import { withoutBytes } from "#runs/resultFiles/withoutBytes.ts";
import { openJson } from "#runs/values/prettyJson.ts";

/** In characters: the part of one text that is searched. */
const maxTextLength = 200_000;
/** In levels of lists, objects and texts with JSON inside: what is deeper stays text. A text can hold any number. */
const maxDepth = 500;

/**
 * A covered JSON value as text: `amount: 1480, currency: USD`. JSON inside a text is opened. The bytes of files are left
 * out.
 */
export function flatText(value: unknown): string {
  const parts: string[] = [];
  let length = 0;
  const write = (part: string): void => {
    length += part.length + 2;
    parts.push(part);
  };
  const visit = (each: unknown, name: string, depth: number): void => {
    if (length > maxTextLength) return;
    const opened = typeof each === "string" && depth < maxDepth ? openJson(each) : each;
    if (!isContainer(opened)) {
      const text = scalarText(opened);
      if (text !== "" || name !== "") write(name === "" ? text : `${name}: ${text}`);
      return;
    }
    if (Array.isArray(opened)) {
      for (const [index, child] of opened.entries()) visit(child, index === 0 ? name : "", depth + 1);
      return;
    }
    let first = name === "" ? "" : `${name}: `;
    for (const [key, child] of Object.entries(opened)) {
      visit(child, first + key, depth + 1);
      first = "";
    }
  };
  visit(withoutBytes(value), "", 0);
  return parts.join(", ").slice(0, maxTextLength);
}
