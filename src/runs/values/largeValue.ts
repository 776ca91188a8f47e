import { memorySize } from "#base/memorySize.ts";
import { ownText } from "#base/text/ownText.ts";
import { shortPlaceholders } from "#model/placeholders.ts";
import { LargeValue, prettyJson } from "./prettyJson.ts";

/** In characters. A larger value isn't kept for the story. It is read again with its event. */
const maxWholeLength = 1_000_000;
/** In characters: how much of it is kept. */
const maxKeptLength = 20_000;

/** The value, or its beginning when it is large. */
export function withoutLarge(value: unknown): unknown {
  if (memorySize(value, maxWholeLength) <= maxWholeLength) return value;
  const { text, length = text.length } = prettyJson(value, maxKeptLength);
  return new LargeValue(ownText(shortPlaceholders(text)), length);
}
