import type { Run } from "../../api/schemas.ts";
import { isContainer, isNumber } from "../../base/json/exactNumber.ts";
import { type JsonPath, valueAt } from "../../base/json/jsonPath.ts";
import { oneLine } from "../../base/text/oneLine.ts";
import { shortId } from "../../model/shortId.ts";
import { needsPerson } from "../../model/status.ts";
import { descriptiveText } from "./descriptiveText.ts";
import { askedText } from "./inputRequestText.ts";
import { hasNoId } from "./unreadableRun.ts";

const longest = 80;

/**
 * A run's label: its question while it waits for a person, otherwise the best text of its input, otherwise its short
 * id.
 */
export function runLabel(run: Run, titlePath?: JsonPath, test?: string): string {
  const asked = needsPerson(run.status)
    ? (run.input_requests ?? []).map(askedText).find((text) => text !== "")
    : undefined;
  return rowText(asked ?? "") || runTitle(run, titlePath, test);
}

/**
 * The best text of the run's input, otherwise its short id. It doesn't depend on the run's status.
 *
 * @param titlePath the setting's path to the title; a run without a text there gets the usual title
 * @param test the golden test that started it, which comes first: its runs have one input, and one title
 */
export function runTitle(run: Run, titlePath?: JsonPath, test = ""): string {
  return rowText(test) || (inputTitle(run, titlePath) ?? (hasNoId(run) ? "Run without an id" : shortId(run.id)));
}

/** The best text of an input, also of a request that has no run yet; `undefined` if it has no text. */
export function inputTitle(run: Pick<Run, "input">, titlePath?: JsonPath): string | undefined {
  const wanted = titlePath ? rowText(textAt(run, titlePath) ?? "") : "";
  return wanted || rowText(descriptiveText(run.input) ?? "") || undefined;
}

function textAt(run: object, path: JsonPath): string | undefined {
  const value = valueAt(run, path);
  if (isContainer(value)) return descriptiveText(value);
  return typeof value === "string" || typeof value === "boolean" || isNumber(value) ? String(value) : undefined;
}

/** A text as one line, cut to fit a row. It never ends in a comma, which would look as if more followed. */
export function rowText(text: string, limit = longest): string {
  const line = oneLine(text.slice(0, limit * 8));
  const isCut = line.length > limit;
  let end = isCut ? limit - 1 : line.length;
  while (end > 0 && " ,;".includes(line.charAt(end - 1))) end--;
  return `${line.slice(0, end)}${isCut ? "…" : ""}`;
}

/** A title cut at the end of a word, for a row whose end has to be in sight. Without a space it is cut anywhere. */
export function cutAtWord(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const space = text.lastIndexOf(" ", limit - 1);
  let end = space >= limit / 3 ? space : limit - 1;
  while (end > 0 && /[\s,;:.–\ud800-\udbff-]/.test(text.charAt(end - 1))) end--;
  return `${text.slice(0, end)}…`;
}
