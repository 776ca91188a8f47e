import { formatDuration } from "../../../model/duration.ts";
import type { IconName } from "../../../ui/icons.ts";
import { type CompareRows, isMoved, isRunValue, type RowBody, type Side } from "./compareViews.ts";

export const letters: Readonly<Record<Side, string>> = { a: "A", b: "B" };

interface KindLook {
  /** A class of the style sheet. */
  class: string;
  icon?: IconName;
  word: string;
}

/** How the middle of a row says how it compares. */
export function kindLook(rows: CompareRows, row: number): KindLook {
  switch (rows[row]!.kind) {
    case "equal":
      return { class: "eq", word: "equal" };
    case "changed":
      return { class: "diff chg", icon: "diff-modified", word: "changed" };
    case "onlyA":
      return { class: "diff del", icon: "diff-removed", word: "only in A" };
    case "onlyB":
      return { class: "diff ins", icon: "diff-added", word: "only in B" };
    case "movedA":
      return {
        ...{ class: "diff mov", icon: "arrow-swap" },
        word: (rows[row]!.partner ?? row) > row ? "moved later" : "moved earlier",
      };
    case "movedB":
      return { class: "diff mov", icon: "arrow-swap", word: "moved here" };
  }
}

/** The name of a row for a screen reader: *Step 6 of A, 6 of B, get_policy, changed, time +6 ms*. */
export function rowName(rows: CompareRows, row: number, body: RowBody | undefined): string {
  const word = isMoved(rows[row]!.kind) ? undefined : kindLook(rows, row).word;
  const name = isRunValue(rows[row]) ? undefined : body?.name;
  return [placeWords(rows, row), name, word, body?.time && `time ${body.time.text}`].filter(Boolean).join(", ");
}

/** *Step 9 of A, moved to step 11 of B*. */
function placeWords(rows: CompareRows, row: number): string {
  const { kind, a, b, partner = row } = rows[row]!;
  if (isRunValue(rows[row])) return row === 0 ? "Input" : "Output";
  if (kind === "movedA") return `Step ${a} of A, moved to step ${rows[partner]?.b} of B`;
  if (kind === "movedB") return `Step ${b} of B, moved from step ${rows[partner]?.a} of A`;
  return `Step ${[a > 0 ? `${a} of A` : "", b > 0 ? `${b} of B` : ""].filter(Boolean).join(", ")}`;
}

/** The text of the strip for a row: *Step 6, changed, first difference*. */
export function stripText(rows: CompareRows, row: number, first: number | undefined): string {
  const { kind, a, b } = rows[row]!;
  const place = isRunValue(rows[row]) ? placeWords(rows, row) : `Step ${a || b}`;
  return `${place}, ${isMoved(kind) ? "moved" : kindLook(rows, row).word}${row === first ? ", first difference" : ""}`;
}

/** How long a stretch took in both runs: *A 1.9 s · B 2.0 s*. */
export function stretchTimes(rows: CompareRows, from: number, to: number): string {
  return (["a", "b"] as const)
    .flatMap((side) => {
      const known = rows.slice(from, to).flatMap(({ times }) => times[side] ?? []);
      const sum = known.reduce((all, each) => all + each, 0);
      return known.length === 0 ? [] : [`${letters[side]} ${formatDuration(sum)}`];
    })
    .join(" · ");
}
