import { withoutSeparators } from "../documents/cleanText.ts";
import type { MarkedText, TextRange } from "../indexTypes.ts";

/** The engine writes these around a match. No text in the index has them: see `textCleaner`. */
export const marks = { start: "\u0001", end: "\u0002" } as const;

/** A text from the engine on one line, with its matches as ranges. */
export function markedText(text: string): MarkedText {
  const ranges: TextRange[] = [];
  let plain = "";
  const line = withoutSeparators(text).replace(/\s+/g, " ").trim();
  const [before = "", ...matches] = line.split(marks.start);
  plain += before;
  for (const match of matches) {
    const [inside = "", after = ""] = match.split(marks.end);
    ranges.push({ start: plain.length, end: plain.length + inside.length });
    plain += inside + after;
  }
  return { text: plain, ranges };
}
