import type { Run } from "#api/schemas.ts";
import { isContainer, isNumber } from "#base/json/exactNumber.ts";
import { type JsonPath, valueAt } from "#base/json/jsonPath.ts";
import { oneLine } from "#base/text/oneLine.ts";
import { shortPlaceholders } from "#model/placeholders.ts";
import { titleById } from "#model/shortId.ts";
import { descriptiveText } from "./descriptiveText.ts";
import { traceOf } from "./traceSummary.ts";
import { hasNoId } from "./unreadableRun.ts";

const maxTitleLength = 80;
/** A word in ASCII that would fill a row: a token, or the bytes of a file. */
const longWord = /[!-~]{81,}/g;
/** In characters: the longest title where VS Code cuts it, or where there is room for all of it. */
export const maxWholeTitleLength = 400;

/**
 * The best text of the run's input, otherwise *Run 7f0e2b1c*: the input may be empty, or unknown. @param titlePath the
 * setting's @param test the golden test that started it, which comes first: its runs have one input @param limit in
 * characters
 */
export function runTitle(run: Run, titlePath?: JsonPath, test = "", limit = maxTitleLength): string {
  const found = titleText(test, limit) || inputTitle(run, titlePath, limit);
  return found ?? (hasNoId(run) ? "Run without an ID" : titleById(run.id));
}

/** The best text of an input, also of a request that has no run yet; `undefined` if it has no text. */
export function inputTitle(run: Partial<Run>, titlePath?: JsonPath, limit = maxTitleLength): string | undefined {
  const titleAtPath = titlePath ? titleText(textAt(run, titlePath) ?? "", limit) : "";
  const found = traceOf(run)?.title ?? descriptiveText(run.input) ?? "";
  return titleAtPath || titleText(found, limit) || undefined;
}

function textAt(run: object, path: JsonPath): string | undefined {
  const value = valueAt(run, path);
  if (isContainer(value)) return descriptiveText(value);
  return typeof value === "string" || typeof value === "boolean" || isNumber(value) ? String(value) : undefined;
}

/** A title as one line, in which long words are cut, too. */
function titleText(text: string, limit: number): string {
  const cut = text.slice(0, limit * 8).replace(longWord, (word) => `${word.slice(0, maxTitleLength - 1)}…`);
  return rowText(cut, limit);
}

/** A text as one line, cut to fit a row. It never ends in a comma, which would look as if more followed. */
export function rowText(text: string, limit = maxTitleLength): string {
  const line = oneLine(shortPlaceholders(text.slice(0, limit * 8)));
  const isCut = line.length > limit;
  let end = isCut ? limit - 1 : line.length;
  while (end > 0 && " ,;".includes(line.charAt(end - 1))) end--;
  return `${line.slice(0, end)}${isCut ? "…" : ""}`;
}
