import { isContainer } from "../base/exactNumber.ts";
import type { Run } from "../api/schemas.ts";
import { oneLine } from "../base/oneLine.ts";
import { askedText } from "./waiting/requestWords.ts";
import { hasNoId } from "./unreadable.ts";

const longest = 80;
const tellingKeys = [
  "title",
  "subject",
  "ticket_subject",
  "query",
  "question",
  "prompt",
  "message",
  "text",
  "task",
  "topic",
  "name",
];

/** What a run is called: what it asks while it waits for a person, else a short text from its input, else its short id. */
export function runLabel(run: Run): string {
  const asked = run.status === "awaiting_input" ? (run.input_requests ?? []).map(askedText).find((text) => text !== "") : undefined;
  return rowText(asked ?? "") || runTitle(run);
}

/** A short text from the run's input, else its short id. The same whatever the run's status. */
export function runTitle(run: Run): string {
  return rowText(telling(run.input) ?? "") || (hasNoId(run) ? "Run without an id" : shortId(run.id));
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

function telling(input: unknown): string | undefined {
  if (typeof input === "string") return input;
  if (!isContainer(input)) return undefined;
  for (const key of tellingKeys) {
    const value = (input as Record<string, unknown>)[key];
    if (typeof value === "string" && value.trim() !== "") return value;
  }
  return firstText(input);
}

/** The first short text, level by level; a look at a few hundred values is enough. */
function firstText(input: object): string | undefined {
  const queue: unknown[] = [input];
  for (let seen = 0; seen < queue.length && seen < 300; seen++) {
    const value = queue[seen];
    if (typeof value === "string" && value.trim() !== "" && value.length <= 400) return value;
    if (isContainer(value)) queue.push(...Object.values(value).slice(0, 50));
  }
  return undefined;
}
