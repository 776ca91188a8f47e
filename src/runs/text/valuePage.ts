import * as z from "zod";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { countOf, formatCount } from "#model/counts.ts";
import { openJson } from "#runs/values/prettyJson.ts";
import type { RunData } from "./runData.ts";

/** In characters: more than this never fit into so many tokens. */
const charactersPerToken = 8;

export interface ValuePage {
  /** How many characters it shows. */
  shown: number;
  /** How many characters the whole text has. */
  length: number;
}

/** Adds a part of a long text with covers: as much as fits, from a character on. */
export function addPage(data: RunData, text: string, from: number): ValuePage {
  return { shown: data.addStart(text.slice(from, from + data.room * charactersPerToken)), length: text.length };
}

/** A value as indented JSON, or a text as it is. */
export function wholeText(value: unknown): string {
  const opened = openJson(value);
  return typeof opened === "string" ? opened : (stringifyJson(opened, 2) ?? "");
}

/** The position in a text where a result continues. */
export const textPosition = z.strictObject({ from: z.int().min(0) });

/** What is shown of a text, in our own words. */
interface PartSummary {
  summary: string;
  leftOut?: string;
  /** The position at which the next part begins. */
  next?: z.infer<typeof textPosition>;
}

/** What a result says about its part of a text. @param what `The output` */
export function partSummary(
  what: string,
  { shown, length }: ValuePage,
  position: z.infer<typeof textPosition> | undefined,
): PartSummary {
  const from = position?.from ?? 0;
  const to = from + shown;
  if (from >= length && length > 0)
    return { summary: `${what} is shorter now than when the cursor was made. Call the tool again without the cursor.` };
  if (from === 0 && to >= length) return { summary: `${what}, whole.` };
  return {
    summary: `${what}, characters ${formatCount(from + 1)} to ${formatCount(to)} of ${formatCount(length)}.`,
    ...(to < length ? { leftOut: `Left out: ${countOf(length - to, "character")}.`, next: { from: to } } : {}),
  };
}
