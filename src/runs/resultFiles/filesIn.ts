import { isContainer } from "#base/json/exactNumber.ts";
import type { JsonPath } from "#base/json/jsonPath.ts";
import { openWhole } from "#runs/values/prettyJson.ts";
import { holdsLeftOut } from "./leftOut.ts";
import { isResultFile, type ResultFile } from "./resultFile.ts";

export interface FoundFile {
  /** The file's path. A text that holds JSON counts as that JSON. */
  path: JsonPath;
  file: ResultFile;
}

/** The most files that are listed for a value. */
const maxFiles = 1_000;

/** The files in a value whose bytes were left out, in order. */
export function filesIn(value: unknown): FoundFile[] {
  const found: FoundFile[] = [];
  const path: (string | number)[] = [];
  const look = (each: unknown): void => {
    if (found.length >= maxFiles) return;
    const opened = typeof each === "string" && holdsLeftOut(each) ? openWhole(each) : each;
    if (!isContainer(opened)) return;
    if (isResultFile(opened)) found.push({ path: [...path], file: opened });
    else if (Array.isArray(opened)) opened.forEach(lookBelow);
    // Not `Object.entries`, which would create lists: most values have no file.
    else for (const key in opened) lookBelow((opened as Record<string, unknown>)[key], key);
  };
  const lookBelow = (child: unknown, key: string | number): void => {
    if (typeof child !== "string" && typeof child !== "object") return;
    path.push(key);
    look(child);
    path.pop();
  };
  look(value);
  return found;
}

/** The file at a path of a value with its bytes; `undefined` when there is none. */
export function fileAt(value: unknown, path: JsonPath): ResultFile | undefined {
  let at = openWhole(value);
  for (const key of path) {
    if (!isContainer(at) || !Object.hasOwn(at, key)) return undefined;
    at = openWhole((at as Record<string | number, unknown>)[key]);
  }
  return isResultFile(at) ? at : undefined;
}
