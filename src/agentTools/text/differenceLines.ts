import { partDifferences, type PartDifference } from "../../runs/compare/bodies/partDifferences.ts";
import type { ComparedStep } from "../../runs/compare/bodies/rowSentence.ts";
import type { ChangedPart } from "../../runs/compare/comparison.ts";
import { rowText } from "../../runs/labels/runLabel.ts";

/** How many lines of a part are shown, and how long each is, in characters. */
const mostLines = 8;
const longestLine = 160;

/** What differs between two steps, as lines with `-` for A and `+` for B. */
export function differenceLines(a: ComparedStep, b: ComparedStep, parts: readonly ChangedPart[]): string[] {
  return partDifferences(a, b, parts).flatMap((difference) => {
    const lines = linesOf(difference);
    const shown = lines.slice(0, mostLines).map((line) => rowText(line, longestLine));
    return [
      ...("value" in a ? [] : [`${difference.part}:`]),
      ...shown,
      ...(lines.length > mostLines ? [`… ${lines.length - mostLines} more`] : []),
    ];
  });
}

function linesOf(difference: PartDifference): string[] {
  switch (difference.shape) {
    case "whole":
      return [`- ${difference.a}`, `+ ${difference.b}`];
    case "json":
      return difference.rows.flatMap((row) => {
        if (row.kind === "equal" || row.kind === "folded") return [];
        return [...(row.a ? [`- ${row.a.text}`] : []), ...(row.b ? [`+ ${row.b.text}`] : [])];
      });
    case "words": {
      const pieces = (side: typeof difference.a, sign: string): string[] =>
        side.filter(({ differs }) => differs).map(({ text }) => `${sign} ${text}`);
      return [...pieces(difference.a, "-"), ...pieces(difference.b, "+")];
    }
  }
}
