import { formatCount } from "../../model/counts.ts";
import { type ComparedFigure, significance } from "./beforeAfter.ts";

export interface Verdict {
  /** Whether the difference is more than chance makes. */
  readonly isClear: boolean;
  readonly text: string;
}

/** A compared figure in one or two plain sentences. */
export function verdictOf(figure: ComparedFigure): Verdict {
  const { before, after, chance, counts } = figure;
  const fewer = Math.min(...counts);
  const noun = nounOf(figure);
  if (before === undefined || after === undefined) {
    const side = before === undefined ? "before" : "after";
    return { isClear: false, text: `Nothing to compare: no ${noun} ${side}.` };
  }
  if (chance === undefined) return { isClear: false, text: `Too few ${noun}s to tell (${formatCount(fewer)}).` };
  if (before === after) return { isClear: false, text: "No difference." };
  if (chance >= significance) return { isClear: false, text: "No clear difference." };
  return { isClear: true, text: `${directionOf(figure)}.` };
}

function directionOf({ name, kind, before = 0, after = 0, lessIsBetter }: ComparedFigure): string {
  const more = after > before;
  if (name.startsWith("Wait")) return more ? "Longer" : "Shorter";
  if (kind === "duration") return more ? "Slower" : "Faster";
  if (lessIsBetter) return more ? "More often" : "Less often";
  return more ? "Higher" : "Lower";
}

function nounOf({ name }: ComparedFigure): string {
  if (name.startsWith("Wait")) return "answered input request";
  return name.endsWith(" fails") ? "call" : "run";
}
