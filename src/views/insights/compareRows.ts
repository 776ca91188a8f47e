import { countOf, formatCount } from "../../model/counts.ts";
import { formatDuration } from "../../model/duration.ts";
import { formatCell } from "../../model/insights/insightsTable.ts";
import type { ComparedRow, CompareView } from "../../protocol/insights/insightsViews.ts";
import type { BeforeAfter, ComparedFigure } from "../../runs/insights/beforeAfter.ts";
import { testMethods, verdictOf } from "../../runs/insights/verdict.ts";

/** @param title `version 42, 24 Nov 14:00` */
export function compareView({ runs, figures, causes }: BeforeAfter, title: string): CompareView {
  const { before, after, fresh, gone } = causes;
  const newText = fresh.length === 0 ? "No new cause" : countOf(fresh.length, "new cause");
  const goneText =
    gone.length === 0
      ? "each earlier one was seen again"
      : `${countOf(gone.length, "earlier one was", "earlier ones were")} not seen again`;
  return {
    title,
    runs: [...runs],
    rows: figures.map(rowOf),
    causes: { before, after, text: before === 0 ? newText : `${newText}, ${goneText}`, fresh: [...fresh] },
    methods: testMethods,
  };
}

function rowOf(figure: ComparedFigure): ComparedRow {
  const { name, kind, before, after, counts } = figure;
  const { isClear, text } = verdictOf(figure);
  const value = (of: number | undefined): string => formatCell(kind, of ?? null);
  // A rate of few calls says little, so the calls are said with it.
  const ofTool = name.endsWith(" fails")
    ? ` ${countOf(counts[1], "call")} after, ${formatCount(counts[0])} before.`
    : "";
  return {
    name,
    before: value(before),
    after: value(after),
    difference: before === undefined || after === undefined ? "–" : differenceOf(kind, after - before),
    verdict: `${text}${ofTool}`,
    isClear,
  };
}

/** `−10.9 points`, `+22 s`. */
function differenceOf(kind: ComparedFigure["kind"], difference: number): string {
  const sign = difference < 0 ? "−" : "+";
  const size = Math.abs(difference);
  if (kind === "duration") return Math.round(size) === 0 ? "0 ms" : `${sign}${formatDuration(size)}`;
  const points = (size * 100).toFixed(1);
  return Number(points) === 0 ? "0 points" : `${sign}${points} points`;
}
