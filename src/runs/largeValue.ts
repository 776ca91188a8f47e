import { LargeValue, prettyJson } from "./prettyJson.ts";
import { weigh } from "./weigh.ts";

/** A value that weighs more is not kept for the story: it is in its event, and comes back with it. In characters. */
const most = 1_000_000;

/** The value, or its beginning when it is large. */
export function withoutLarge(value: unknown): unknown {
  if (weigh(value, most) <= most) return value;
  const { text, length } = prettyJson(value);
  // A part of a text keeps all of it in memory; this is a text of its own.
  return new LargeValue(JSON.parse(JSON.stringify(text)) as string, length ?? text.length);
}
