import { ownText } from "../../base/text/ownText.ts";
import { weigh } from "../../base/weigh.ts";
import { LargeValue, prettyJson } from "./prettyJson.ts";

/** A value that weighs more is not kept for the story: it is in its event, and comes back with it. In characters. */
const most = 1_000_000;

/** The value, or its beginning when it is large. */
export function withoutLarge(value: unknown): unknown {
  if (weigh(value, most) <= most) return value;
  const { text, length } = prettyJson(value);
  return new LargeValue(ownText(text), length ?? text.length);
}
