import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import type { RowList } from "#workbench/panel/page/state/rowList.ts";
import type { EventsMemory } from "#workbench/panel/page/state/viewMemory.ts";
import type { EventLines } from "./eventLines.ts";

/** Heights in pixels, as in the style sheet. */
export const rowHeight = 22;
export const headHeight = 24;

/** Keeps the reader's position by an event, since lines are added and removed before it. */
export function useEventPosition(
  scroller: RefObject<HTMLDivElement | null>,
  lines: EventLines,
  rows: RowList,
  memory: EventsMemory,
): { waiting: boolean; note: () => void; release: () => void } {
  const { wanted } = memory;
  const waiting = wanted !== undefined && rows.last < wanted.sequence;
  useLayoutEffect(() => {
    if (!wanted || waiting || !scroller.current) return;
    delete memory.wanted;
    scroller.current.scrollTop = lines.lineFrom(wanted.sequence) * rowHeight + wanted.below;
  });
  return {
    /** Whether the rows up to the reader's position are still missing. */
    waiting,
    note() {
      const top = scroller.current?.scrollTop ?? 0;
      const first = Math.floor(top / rowHeight);
      for (const index of memory.wanted ? [] : [first, first + 1]) {
        const row = lines.at(index)?.row;
        if (!row) continue;
        memory.place = { sequence: row.sequence, below: top - index * rowHeight };
        return;
      }
    },
    /** The reader goes elsewhere. */
    release: () => delete memory.wanted,
  };
}

/** Keeps the reader's line in place while other events are listed: the selected one, otherwise the one at the top. */
export function holdPosition(
  grid: HTMLElement | null,
  lines: EventLines,
  memory: EventsMemory,
  selected: number | undefined,
): void {
  if (memory.atEnd || !grid) return;
  const top = (selected === undefined ? -1 : lines.lineOf(selected)) * rowHeight;
  const inView = top >= grid.scrollTop && top + rowHeight + headHeight <= grid.scrollTop + grid.clientHeight;
  const held = inView && selected !== undefined ? { sequence: selected, below: grid.scrollTop - top } : memory.place;
  if (held) memory.wanted = held;
}
