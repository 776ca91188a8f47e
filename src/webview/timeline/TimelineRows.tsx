import type { RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import type { TimelineMemory } from "../state/viewMemory.ts";
import { useFollow } from "../ui/hooks/useFollow.ts";
import { useSize } from "../ui/hooks/useSize.ts";
import { useVirtual } from "../ui/hooks/useVirtual.ts";
import { Pill } from "../ui/Pill.tsx";
import { placeHover } from "./rows/hoverPlace.ts";
import { placeRow } from "./rows/rowPlace.ts";
import type { TimelineRow } from "./rows/timelineRow.ts";
import { partsOf } from "./rows/timelineRows.ts";
import { useDetailedRow } from "./rows/useDetailedRow.ts";
import { useRowKeys } from "./rows/useRowKeys.ts";
import { Ruler, TimelineGrid } from "./TimelineGrid.tsx";
import { TimelineHover } from "./TimelineHover.tsx";
import { TimelineLine, timelineRowId } from "./TimelineLine.tsx";
import type { TimelineModel } from "./useTimelineModel.ts";
import { useWheelZoom } from "./useWheelZoom.ts";

/** Heights in pixels, as in the style sheet. */
const rowHeight = 24;
const rulerHeight = 24;

interface RowsProps {
  model: TimelineModel;
  /** The part of the ruler that is as wide as the bars' area. */
  track: RefObject<HTMLDivElement | null>;
  /** Receives the row under the pointer. */
  pointed: { current: string | undefined };
  memory: TimelineMemory;
  onChange: (part: Partial<TimelineMemory>) => void;
  onZoom: (factor: number, around: number) => void;
  onPan: (pixels: number) => void;
  onOpen: (row: TimelineRow) => void;
}

/** The waterfall. Only the rows in view are in the document. */
export function TimelineRows(props: RowsProps) {
  const { model, memory, onChange, onOpen } = props;
  const { visible, scale, end, live } = model;
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const size = useSize(scroller);
  useState(() => {
    if (memory.opened) return;
    memory.opened = true;
    memory.atEnd = live;
  });
  const virtual = useVirtual({ scroller, count: visible.length, rowHeight, head: rulerHeight, top: memory.top });
  const { missed, follow } = useFollow(scroller, content, memory, model.rows.length);
  useWheelZoom(scroller, props.track, props.onZoom, props.onPan);
  const below = (index: number): number => rulerHeight + index * rowHeight - (virtual.scrollOffset ?? 0);
  const isInSight = (index: number): boolean => below(index) >= 0 && below(index) < size.height;
  const rows = useDetailedRow(visible, memory, props.pointed, isInSight);
  const { selected, detailed, point, setByKey } = rows;

  const setFolded = (row: TimelineRow, fold: boolean): void => {
    const folded = new Set(memory.folded);
    if (fold) folded.add(row.id);
    else folded.delete(row.id);
    onChange({ folded });
  };
  const select = (index: number): void => {
    setByKey(true);
    point(undefined);
    if (index < visible.length - 1) memory.atEnd = false;
    virtual.scrollToIndex(index);
    onChange({ selected: visible[index]?.id });
  };
  const onEscape = (): void => {
    setByKey(false);
    point(undefined);
  };
  const page = Math.max(1, Math.floor(size.height / rowHeight) - 2);
  const onKeyDown = useRowKeys({ scroller, visible, memory, selected, page, select, setFolded, onOpen, onEscape });
  const onPointerMove = (event: PointerEvent): void => {
    const line = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-row]") : null;
    point(line?.dataset["row"]);
  };

  return (
    <div class="tl-main">
      <div
        class="scroll"
        role="treegrid"
        aria-label="Iterations, tool calls and waits"
        aria-rowcount={visible.length}
        tabIndex={0}
        aria-activedescendant={selected < 0 ? undefined : timelineRowId(selected)}
        ref={scroller}
        onKeyDown={onKeyDown}
        onBlur={() => setByKey(false)}
        onPointerMove={onPointerMove}
        onPointerLeave={() => point(undefined)}
        onScroll={() => point(undefined)}
      >
        <Ruler scale={scale} track={props.track} />
        <div class="tl-body" role="rowgroup" ref={content} style={{ height: `${visible.length * rowHeight}px` }}>
          <TimelineGrid scale={scale} now={live ? end : undefined} />
          <RowsInView
            model={model}
            items={virtual.getVirtualItems()}
            selected={selected}
            detailed={detailed}
            folded={memory.folded}
            onOpen={onOpen}
            onFold={setFolded}
          />
        </div>
      </div>
      {detailed && (
        <TimelineHover
          row={detailed}
          parts={partsOf(detailed, model.rows)}
          now={end}
          begin={model.begin}
          place={placeHover({
            bar: placeRow(detailed, scale, end).left,
            track: scale.width,
            row: below(rows.shown),
            rowHeight,
            view: size,
          })}
        />
      )}
      <Pill missed={missed} onPress={follow} />
    </div>
  );
}

interface InViewProps {
  model: TimelineModel;
  /** The indexes of the rows in view, with their distances from the top. */
  items: readonly { index: number; start: number }[];
  selected: number;
  detailed: TimelineRow | undefined;
  folded: ReadonlySet<string>;
  onOpen: (row: TimelineRow) => void;
  onFold: (row: TimelineRow, fold: boolean) => void;
}

function RowsInView({ model, items, selected, detailed, folded, onOpen, onFold }: InViewProps) {
  const { visible, scale, end } = model;
  return (
    <>
      {items.map(({ index, start }) => {
        const row = visible[index];
        return (
          row && (
            <TimelineLine
              key={row.id}
              row={row}
              place={placeRow(row, scale, end)}
              index={index}
              top={start - rulerHeight}
              selected={index === selected}
              described={row === detailed}
              folded={folded.has(row.id)}
              onOpen={onOpen}
              onFold={(whole) => onFold(whole, !folded.has(whole.id))}
            />
          )
        );
      })}
    </>
  );
}
