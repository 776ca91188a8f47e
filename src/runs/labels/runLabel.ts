import type { Run } from "../../api/schemas.ts";
import { isContainer, isNumber } from "../../base/json/exactNumber.ts";
import { type JsonPath, valueAt } from "../../base/json/jsonPath.ts";
import { oneLine } from "../../base/text/oneLine.ts";
import { shortId } from "../../model/shortId.ts";
import { statusWord } from "../../model/status.ts";
import { askedText } from "./inputRequestText.ts";
import { tellingText } from "./tellingText.ts";
import { hasNoId } from "./unreadable.ts";

const longest = 80;

/** What a run is called: what it asks while it waits for a person, else its most telling text, else its short id. */
export function runLabel(run: Run, titlePath?: JsonPath): string {
  const asked =
    run.status === "awaiting_input" ? (run.input_requests ?? []).map(askedText).find((text) => text !== "") : undefined;
  return rowText(asked ?? "") || runTitle(run, titlePath);
}

/**
 * The most telling text of the run's input, else its short id. The same whatever the run's status.
 *
 * @param titlePath where the connection's settings say that the title is; where a run has nothing there, it is as
 * without
 */
export function runTitle(run: Run, titlePath?: JsonPath): string {
  const wanted = titlePath ? rowText(textAt(run, titlePath) ?? "") : "";
  if (wanted !== "") return wanted;
  return rowText(tellingText(run.input) ?? "") || (hasNoId(run) ? "Run without an id" : shortId(run.id));
}

function textAt(run: Run, path: JsonPath): string | undefined {
  const value = valueAt(run, path);
  if (isContainer(value)) return tellingText(value);
  return typeof value === "string" || typeof value === "boolean" || isNumber(value) ? String(value) : undefined;
}

/** A text as one line, cut at a length that fits a row. It ends in no comma: more would seem to follow. */
export function rowText(text: string, limit = longest): string {
  const line = oneLine(text.slice(0, limit * 8));
  const isCut = line.length > limit;
  let end = isCut ? limit - 1 : line.length;
  while (end > 0 && " ,;".includes(line.charAt(end - 1))) end--;
  return `${line.slice(0, end)}${isCut ? "…" : ""}`;
}

/** A run's row as a screen reader says it. A description that begins with the status says it already. */
export function spokenRow(label: string, status: string, description: string): string {
  const word = statusWord(status);
  const [first = ""] = description.split(/[ ,]/, 1);
  const isSaid = first.toLowerCase() === word.toLowerCase();
  return [label, isSaid ? "" : word, description].filter((part) => part !== "").join(", ");
}
