import { useMemo, useRef } from "preact/hooks";
import { countOf } from "#model/counts.ts";
import { useSize } from "#ui/hooks/useSize.ts";
import { useStored } from "#ui/hooks/useStored.ts";
import { memo } from "#ui/memo.tsx";
import type { CompareRows } from "./compareViews.ts";
import { stripText } from "./compareWords.ts";
import { stripCells, type StripCell } from "./rows/stripCells.ts";
import type { RowsInView } from "./state/rowsInView.ts";

interface StripProps {
  rows: CompareRows;
  first: number | undefined;
  row: number;
  /** The rows in view: the frame goes round them. */
  view: RowsInView;
  onRow: (row: number) => void;
}

/** All rows in a line, A above B: where they differ, and which of them are in view. A click or a drag scrolls. */
export function Strip({ rows, first, row, view, onRow }: StripProps) {
  const { from, to } = useStored(view, () => view.range);
  const cells = useRef<HTMLDivElement>(null);
  const { width } = useSize(cells);
  const marks = useMemo(() => stripCells(rows, width), [rows, width]);
  const part = (of: number): string => `${(100 * of) / Math.max(1, rows.length)}%`;
  const pointTo = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    const { left, width: whole } = event.currentTarget.getBoundingClientRect();
    const at = Math.floor(((event.clientX - left) / whole) * rows.length);
    onRow(Math.min(rows.length - 1, Math.max(0, at)));
  };
  return (
    <div class="strip">
      <div class="cap">
        <b>{countOf(rows.length, "row")}</b>
        <br />A above, B below
      </div>
      <div
        class="cells"
        role="slider"
        tabIndex={0}
        aria-label="All steps"
        aria-valuemin={1}
        aria-valuemax={Math.max(1, rows.length)}
        aria-valuenow={row + 1}
        aria-valuetext={stripText(rows, row, first)}
        ref={cells}
        onKeyDown={(event) => {
          const next = rowByKey(event, row, rows.length);
          if (next === undefined) return;
          event.preventDefault();
          event.stopPropagation();
          onRow(next);
        }}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          pointTo(event);
        }}
        onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && pointTo(event)}
      >
        <Cells cells={marks} />
        <span class="here" style={{ left: part(from), width: part(to - from) }} />
        {first !== undefined && <span class="pin" style={{ left: part(first + 0.5) }} />}
      </div>
    </div>
  );
}

const Cells = memo(function Cells({ cells }: { cells: readonly StripCell[] }) {
  return (
    <>
      {cells.map(([a, b]) => (
        <i class={`a-${a} b-${b}`} />
      ))}
    </>
  );
});

function rowByKey(event: KeyboardEvent, row: number, count: number): number | undefined {
  if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const page = Math.max(1, Math.round(count / 10));
  const targets: Record<string, number> = {
    ArrowLeft: row - 1,
    ArrowDown: row - 1,
    ArrowRight: row + 1,
    ArrowUp: row + 1,
    PageDown: row - page,
    PageUp: row + page,
    Home: 0,
    End: count - 1,
  };
  const target = targets[event.key];
  return target === undefined ? undefined : Math.min(count - 1, Math.max(0, target));
}
