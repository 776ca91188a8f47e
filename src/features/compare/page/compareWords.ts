import { formatDuration } from "#model/duration.ts";
import type { IconName } from "#ui/icons.ts";
import { type CompareRows, isMoved, isRunValue, type RowBody, type Side } from "./compareViews.ts";

export const sideLetters: Readonly<Record<Side, string>> = { a: "A", b: "B" };

interface KindSign {
  icon: IconName;
  word: string;
}

const changedSign: KindSign = { icon: "diff-modified", word: "changed" };

/** How the middle of a row says how it compares: nothing for an equal one, twice for what moved and changed. */
export function kindSigns(rows: CompareRows, row: number): readonly KindSign[] {
  const { kind, partner = row, changed } = rows[row]!;
  const moved = (word: string): KindSign[] => [{ icon: "arrow-swap", word }, ...(changed ? [changedSign] : [])];
  switch (kind) {
    case "equal":
      return [];
    case "changed":
      return [changedSign];
    case "onlyA":
      return [{ icon: "diff-removed", word: "only in A" }];
    case "onlyB":
      return [{ icon: "diff-added", word: "only in B" }];
    case "movedA":
      return moved(partner > row ? "moved later" : "moved earlier");
    case "movedB":
      return moved("moved here");
  }
}

/** How a row compares, without its position: *changed*, *moved and changed*. */
function kindWords(rows: CompareRows, row: number): string {
  const { kind, changed } = rows[row]!;
  if (isMoved(kind)) return changed ? "moved and changed" : "moved";
  return kindSigns(rows, row)[0]?.word ?? "equal";
}

/** The name of a row for a screen reader: *Step 6 of A, 6 of B, get_policy, changed, time +6 ms*. */
export function rowName(rows: CompareRows, row: number, body: RowBody | undefined): string {
  const { kind, changed } = rows[row]!;
  // The position says that it moved.
  const word = isMoved(kind) ? changed && changedSign.word : kindWords(rows, row);
  const name = isRunValue(rows[row]) ? undefined : body?.name;
  return [rowPosition(rows, row), name, word, body?.time && `time ${body.time.text}`].filter(Boolean).join(", ");
}

/** *Step 9 of A, moved to step 11 of B*. */
function rowPosition(rows: CompareRows, row: number): string {
  const { kind, a, b, partner = row } = rows[row]!;
  if (isRunValue(rows[row])) return row === 0 ? "Input" : "Output";
  if (kind === "movedA") return `Step ${a} of A, moved to step ${rows[partner]?.b} of B`;
  if (kind === "movedB") return `Step ${b} of B, moved from step ${rows[partner]?.a} of A`;
  return `Step ${[a > 0 ? `${a} of A` : "", b > 0 ? `${b} of B` : ""].filter(Boolean).join(", ")}`;
}

/** The text of the strip for a row: *Step 6, changed, first difference*. */
export function stripText(rows: CompareRows, row: number, first: number | undefined): string {
  const { a, b } = rows[row]!;
  const position = isRunValue(rows[row]) ? rowPosition(rows, row) : `Step ${a || b}`;
  return `${position}, ${kindWords(rows, row)}${row === first ? ", first difference" : ""}`;
}

/** How long a stretch took in both runs: *A 1.9 s · B 2.0 s*. */
export function stretchTimes(rows: CompareRows, from: number, to: number): string {
  return (["a", "b"] as const)
    .flatMap((side) => {
      const durations = rows.slice(from, to).flatMap(({ times }) => times[side] ?? []);
      const sum = durations.reduce((all, each) => all + each, 0);
      return durations.length === 0 ? [] : [`${sideLetters[side]} ${formatDuration(sum)}`];
    })
    .join(" · ");
}
