import type { RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import type { TimelineMemory } from "../state/viewMemory.ts";
import { useFollow } from "../ui/hooks/useFollow.ts";
import { useSize } from "../ui/hooks/useSize.ts";
import { useStepKeys } from "../ui/hooks/useStepKeys.ts";
import { useVirtual } from "../ui/hooks/useVirtual.ts";
import { lineByKey } from "../ui/lineByKey.ts";
import { Pill } from "../ui/Pill.tsx";
import { focusOn } from "../ui/reveal.ts";
import { placeHover } from "./rows/hoverPlace.ts";
import { rowMove } from "./rows/rowKeys.ts";
import { placeRow } from "./rows/rowPlace.ts";
import type { TimelineRow } from "./rows/timelineRow.ts";
import { partsOf } from "./rows/timelineRows.ts";
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
  /** The part of the ruler that is as wide as the bars' place. */
  track: RefObject<HTMLDivElement | null>;
  /** Told which row is under the pointer. */
  pointed: { current: string | undefined };
  memory: TimelineMemory;
  onChange: (part: Partial<TimelineMemory>) => void;
  onZoom: (factor: number, around: number) => void;
  onPan: (pixels: number) => void;
  onOpen: (row: TimelineRow) => void;
}

/** The waterfall; only the rows in view are in the document. */
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
  const [hovered, setHovered] = useState<string>();
  const [byKey, setByKey] = useState(false);
  const point = (id: string | undefined): void => {
    props.pointed.current = id;
    setHovered(id);
  };

  const selected = visible.findIndex(({ id }) => id === memory.selected);
  const pointedAt = visible.findIndex(({ id }) => id === hovered);
  const shown = pointedAt < 0 && byKey ? selected : pointedAt;
  const below = rulerHeight + shown * rowHeight - (virtual.scrollOffset ?? 0);
  const detailed = below >= 0 && below < size.height ? visible[shown] : undefined;

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
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === "Escape") {
      setByKey(false);
      point(undefined);
      return;
    }
    const from = selected < 0 ? undefined : selected;
    const page = Math.max(1, Math.floor(size.height / rowHeight) - 2);
    const line = lineByKey(event.key, from, visible.length, page, () => true);
    const move = line === undefined ? rowMove(event.key, visible, selected, memory.folded) : { select: line };
    if (!move) return;
    event.preventDefault();
    if ("open" in move) onOpen(move.open);
    else if ("fold" in move) setFolded(move.fold, move.folded);
    else select(move.select);
  };
  useStepKeys(scroller, (event) => {
    focusOn(scroller.current);
    onKeyDown(event);
  });
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
          {virtual.getVirtualItems().map(({ index, start }) => {
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
                  folded={memory.folded.has(row.id)}
                  onOpen={onOpen}
                  onFold={(whole) => setFolded(whole, !memory.folded.has(whole.id))}
                />
              )
            );
          })}
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
            row: below,
            rowHeight,
            view: size,
          })}
        />
      )}
      <Pill missed={missed} onPress={follow} />
    </div>
  );
}
