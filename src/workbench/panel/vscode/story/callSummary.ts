import { isContainer, isNumber } from "#base/json/exactNumber.ts";
import { markdownInLine } from "#base/text/plainMarkdown.ts";
import { errorSummary } from "#runs/labels/errorSummary.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import { isResultFile, fileName } from "#runs/resultFiles/resultFile.ts";
import { openJson } from "#runs/values/prettyJson.ts";

/** In characters: the longest text of a side. */
const maxSideLength = 100;

const maxValues = 4;

const maxVisited = 60;

/** A call in one line: input → result. */
export function callSummary(input: unknown, result: unknown): string {
  // What a call gets isn't Markdown: a path such as `C:\_tmp` stays as it is.
  const asWritten = (text: string): string => text;
  return [firstValues(input, asWritten), firstValues(result, markdownInLine)].filter((side) => side !== "").join(" → ");
}

/** The failure of a call in one line; empty without a text. */
export function failureLine(result: unknown): string {
  const opened = openJson(result);
  if (typeof opened === "string") return rowText(opened.trimStart().split("\n", 1)[0] ?? "", maxSideLength);
  return rowText(errorSummary(opened).message, maxSideLength);
}

/** The first plain values and the names of files, in order. */
function firstValues(value: unknown, textWords: (text: string) => string): string {
  const found: string[] = [];
  const queue: [name: string, value: unknown][] = [["", openJson(value)]];
  for (let looked = 0; looked < maxVisited && queue.length > 0 && found.length < maxValues; looked++) {
    const [name, next] = queue.shift()!;
    if (isResultFile(next)) found.push(fileName(next, []));
    else if (Array.isArray(next))
      queue.unshift(...next.slice(0, maxVisited).map((each): [string, unknown] => ["", each]));
    else if (isContainer(next)) queue.unshift(...Object.entries(next).slice(0, maxVisited));
    else if (typeof next === "string" && next.trim() !== "") found.push(textWords(next.slice(0, 400)));
    else if (typeof next === "boolean") found.push(yesOrNo(name, next));
    else if (isNumber(next)) found.push(String(next));
  }
  return rowText(found.join(", "), maxSideLength);
}

/** `true` and `false` alone mean nothing. */
function yesOrNo(name: string, value: boolean): string {
  if (name === "") return String(value);
  return value ? name : `${name} false`;
}
