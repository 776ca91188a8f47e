import type { Run } from "../api/schemas.ts";
import { oneLine } from "../base/oneLine.ts";
import { tellingText } from "./tellingText.ts";
import { askedText } from "./waiting/requestWords.ts";
import { hasNoId } from "./unreadable.ts";

const longest = 80;

/** What a run is called: what it asks while it waits for a person, else its most telling text, else its short id. */
export function runLabel(run: Run): string {
  const asked = run.status === "awaiting_input" ? (run.input_requests ?? []).map(askedText).find((text) => text !== "") : undefined;
  return rowText(asked ?? "") || runTitle(run);
}

/** The most telling text of the run's input, else its short id. The same whatever the run's status. */
export function runTitle(run: Run): string {
  return rowText(tellingText(run.input) ?? "") || (hasNoId(run) ? "Run without an id" : shortId(run.id));
}

/** The first eight characters of an id. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}

/** A text as one line, cut at a length that fits a row. */
export function rowText(text: string, limit = longest): string {
  const line = oneLine(text.slice(0, limit * 8));
  return line.length > limit ? `${line.slice(0, limit - 1).trimEnd()}…` : line;
}
