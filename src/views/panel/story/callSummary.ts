import { isContainer, isNumber } from "../../../base/json/exactNumber.ts";
import { errorSummary } from "../../../runs/labels/errorSummary.ts";
import { rowText } from "../../../runs/labels/runLabel.ts";
import { fileName } from "../../../runs/resultFiles/fileText.ts";
import { isResultFile } from "../../../runs/resultFiles/resultFile.ts";
import { openJson } from "../../../runs/values/prettyJson.ts";

/** Of each side, in characters. */
const longest = 100;
const mostValues = 4;
/** A look at this many values is enough for one line. */
const mostLooked = 60;

/** A call in one line: what went in → what came out. */
export function callSummary(input: unknown, result: unknown): string {
  return [values(input), values(result)].filter((side) => side !== "").join(" → ");
}

/** What a call that failed says of it, in one line; empty when it says nothing. */
export function failureLine(result: unknown): string {
  const opened = openJson(result);
  if (typeof opened === "string") return rowText(opened.trimStart().split("\n", 1)[0] ?? "", longest);
  return rowText(errorSummary(opened).message, longest);
}

/** The first plain values and the names of files, in the order in which they stand. */
function values(value: unknown): string {
  const found: string[] = [];
  const queue: unknown[] = [openJson(value)];
  for (let looked = 0; looked < mostLooked && queue.length > 0 && found.length < mostValues; looked++) {
    const next = queue.shift();
    if (isResultFile(next)) found.push(fileName(next, []));
    else if (isContainer(next)) queue.unshift(...Object.values(next).slice(0, mostLooked));
    else if (typeof next === "string" && next.trim() !== "") found.push(next.slice(0, 400));
    else if (isNumber(next) || typeof next === "boolean") found.push(String(next));
  }
  return rowText(found.join(", "), longest);
}
