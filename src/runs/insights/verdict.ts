import { formatCount } from "../../model/counts.ts";
import { type ComparedFigure, significance } from "./beforeAfter.ts";

export interface Verdict {
  /** Whether the difference is more than chance makes. */
  readonly isClear: boolean;
  readonly text: string;
}

/** How the figures are tested, for a person who wants to know. */
export const testMethods =
  "Rates: Fisher’s exact test. Median durations: Mann-Whitney test. p95: Fisher’s exact test of the runs above the " +
  "common p95. All chances are corrected for the number of rows (Holm).";

/** A compared figure in one or two plain sentences. */
export function verdictOf(figure: ComparedFigure): Verdict {
  const { before, after, chance, counts } = figure;
  const fewer = Math.min(...counts);
  const noun = nounOf(figure);
  if (before === undefined || after === undefined) {
    const side = before === undefined ? "before" : "after";
    return { isClear: false, text: `Nothing to compare: no ${noun} ${side}.` };
  }
  if (chance === undefined)
    return { isClear: false, text: `May be chance: ${formatCount(fewer)} ${plural(noun, fewer)} are too few to tell.` };
  if (before === after) return { isClear: false, text: "No difference." };
  if (chance >= significance) {
    const cases = chance > 0.5 ? "in most cases" : `in 1 of ${Math.round(1 / chance)} cases`;
    return { isClear: false, text: `May be chance: chance alone would do this ${cases}.` };
  }
  const rarely =
    chance < 0.001 ? "in fewer than 1 of 1,000 cases" : `in 1 of ${formatCount(Math.round(1 / chance))} cases`;
  return { isClear: true, text: `${directionOf(figure)}. Chance alone would do this ${rarely}.` };
}

function directionOf({ kind, before = 0, after = 0, lessIsBetter }: ComparedFigure): string {
  const more = after > before;
  if (kind === "duration") return more ? "Longer" : "Shorter";
  if (lessIsBetter) return more ? "More often" : "Less often";
  return more ? "Higher" : "Lower";
}

function nounOf({ name }: ComparedFigure): string {
  if (name.startsWith("Wait")) return "answered input request";
  return name.endsWith(" fails") ? "call" : "run";
}

function plural(noun: string, count: number): string {
  return count === 1 ? noun : `${noun}s`;
}
