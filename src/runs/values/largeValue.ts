import { ownText } from "../../base/text/ownText.ts";
import { weigh } from "../../base/weigh.ts";
import { LargeValue, prettyJson } from "./prettyJson.ts";

/** In characters. A larger value isn't kept for the story. It is read again with its event. */
const most = 1_000_000;

/** The value, or its beginning when it is large. */
export function withoutLarge(value: unknown): unknown {
  if (weigh(value, most) <= most) return value;
  const { text, length } = prettyJson(value);
  return new LargeValue(ownText(text), length ?? text.length);
}
