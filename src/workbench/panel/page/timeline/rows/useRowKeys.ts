import type { RefObject } from "preact";
import { useStepKeys } from "#ui/hooks/useStepKeys.ts";
import { lineByKey } from "#ui/lineByKey.ts";
import { focusOn } from "#ui/reveal.ts";
import type { TimelineMemory } from "#workbench/panel/page/state/viewMemory.ts";
import type { TimelineRow } from "./timelineRow.ts";

interface RowKeysOptions {
  scroller: RefObject<HTMLDivElement | null>;
  visible: readonly TimelineRow[];
  memory: TimelineMemory;
  /** The index of the selected row, or -1. */
  selected: number;
  page: number;
  select: (index: number) => void;
  setFolded: (row: TimelineRow, folded: boolean) => void;
  onOpen: (row: TimelineRow) => void;
  onEscape: () => void;
}

/** The keys of the waterfall. @returns the key handler of its element */
export function useRowKeys(options: RowKeysOptions): (event: KeyboardEvent) => void {
  const { scroller, visible, memory, selected } = options;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === "Escape") {
      options.onEscape();
      return;
    }
    const from = selected < 0 ? undefined : selected;
    const line = lineByKey(event.key, from, visible.length, options.page, () => true);
    const move = line === undefined ? rowMove(event.key, visible, selected, memory.folded) : { select: line };
    if (!move) return;
    event.preventDefault();
    if ("open" in move) options.onOpen(move.open);
    else if ("fold" in move) options.setFolded(move.fold, move.folded);
    else options.select(move.select);
  };
  useStepKeys(scroller, (event) => {
    focusOn(scroller.current);
    onKeyDown(event);
  });
  return onKeyDown;
}

type RowMove = { open: TimelineRow } | { select: number } | { fold: TimelineRow; folded: boolean };

/** `Enter` goes to the story; left and right collapse and expand a row with parts, or go to it and into it. */
export function rowMove(
  key: string,
  rows: readonly TimelineRow[],
  at: number,
  folded: ReadonlySet<string>,
): RowMove | undefined {
  const row = rows[at];
  if (!row) return undefined;
  const isOpen = row.whole === true && !folded.has(row.id);
  switch (key) {
    case "Enter":
      return { open: row };
    case "ArrowLeft":
      if (isOpen) return { fold: row, folded: true };
      return row.parent === undefined ? undefined : { select: rows.findIndex(({ id }) => id === row.parent) };
    case "ArrowRight":
      if (folded.has(row.id)) return { fold: row, folded: false };
      return isOpen && rows[at + 1]?.parent === row.id ? { select: at + 1 } : undefined;
    default:
      return undefined;
  }
}
