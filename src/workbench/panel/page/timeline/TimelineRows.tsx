import type { RefObject } from "preact";
import { useContext, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { IsLocalRun } from "#ui/Dots.tsx";
import { useFollow } from "#ui/hooks/useFollow.ts";
import { useLatest } from "#ui/hooks/useLatest.ts";
import { useSize } from "#ui/hooks/useSize.ts";
import { useVirtual } from "#ui/hooks/useVirtual.ts";
import { Pill } from "#ui/Pill.tsx";
import type { TimelineMemory } from "#workbench/panel/page/state/viewMemory.ts";
import { rowLayout } from "./rows/rowLayout.ts";
import type { TimelineRow } from "./rows/timelineRow.ts";
import { partsOf } from "./rows/timelineRows.ts";
import { useRowKeys } from "./rows/useRowKeys.ts";
import { ticksOf } from "./scale/ticks.ts";
import type { TimeScale } from "./scale/timeScale.ts";
import { hoverPosition, TimelineHover } from "./TimelineHover.tsx";
import { TimelineLine, timelineRowId } from "./TimelineLine.tsx";
import type { TimelineModel } from "./useTimelineModel.ts";

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
  useLayoutEffect(() => {
    if (!memory.opened) Object.assign(memory, { opened: true, atEnd: live });
  }, [memory]);
  const virtual = useVirtual({ scroller, count: visible.length, rowHeight, head: rulerHeight, top: memory.top });
  const { missed, follow } = useFollow(scroller, content, memory, model.rows.length);
  useWheelZoom(scroller, props.track, props.onZoom, props.onPan);
  const below = (index: number): number => rulerHeight + index * rowHeight - (virtual.scrollOffset ?? 0);
  const isInSight = (index: number): boolean => below(index) >= 0 && below(index) < size.height;
  const rows = useDetailedRow(visible, memory, props.pointed, isInSight);
  const { selected, detailed, point, setByKey } = rows;

  const setFolded = (row: TimelineRow, fold: boolean): void => {
    const others = [...memory.folded].filter((id) => id !== row.id);
    onChange({ folded: new Set(fold ? [...others, row.id] : others) });
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
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = visible[index];
            return (
              row && (
                <TimelineLine
                  key={row.id}
                  row={row}
                  layout={rowLayout(row, scale, end)}
                  index={index}
                  top={start - rulerHeight}
                  selected={index === selected}
                  described={row === detailed}
                  folded={memory.folded.has(row.id)}
                  onOpen={onOpen}
                  onFold={() => setFolded(row, !memory.folded.has(row.id))}
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
          position={hoverPosition({
            bar: rowLayout(detailed, scale, end).left,
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

function Ruler(props: { scale: TimeScale; track: RefObject<HTMLDivElement | null> }) {
  const inMs = useContext(IsLocalRun);
  return (
    <div class="ruler" aria-hidden="true">
      <div class="lab">Name</div>
      <div class="track" ref={props.track}>
        {ticksOf(props.scale, inMs).map((tick) => (
          <span key={tick.time} style={{ left: `${tick.left}px` }}>
            {tick.label}
          </span>
        ))}
      </div>
    </div>
  );
}

/** The background of the rows: the lines of the ruler, the breaks, and the line of the run's current time. */
function TimelineGrid({ scale, now }: { scale: TimeScale; now: number | undefined }) {
  const inMs = useContext(IsLocalRun);
  const nowAt = now === undefined ? undefined : scale.toPixels(now);
  return (
    <div class="tl-grid" aria-hidden="true">
      {ticksOf(scale, inMs).map((tick) => (
        <i key={tick.time} class="grid-line" style={{ left: `${tick.left}px` }} />
      ))}
      {scale.stretches
        .filter(({ folded }) => folded)
        .map(({ from, left, right }) => (
          <i key={`break ${from}`} class="fold-gap" style={{ left: `${left}px`, width: `${right - left}px` }} />
        ))}
      {nowAt !== undefined && nowAt <= scale.width && <i class="nowline" style={{ left: `${nowAt}px` }} />}
    </div>
  );
}

/**
 * The row whose details are shown: the one under the pointer, otherwise the one that a key selected.
 *
 * @param pointed receives the row under the pointer
 * @param isInSight whether the row with an index is in view
 */
function useDetailedRow(
  visible: readonly TimelineRow[],
  memory: TimelineMemory,
  pointed: { current: string | undefined },
  isInSight: (index: number) => boolean,
) {
  const [hovered, setHovered] = useState<string>();
  const [byKey, setByKey] = useState(false);
  const selected = visible.findIndex(({ id }) => id === memory.selected);
  const pointedAt = visible.findIndex(({ id }) => id === hovered);
  const shown = pointedAt < 0 && byKey ? selected : pointedAt;
  const point = (id: string | undefined): void => {
    pointed.current = id;
    setHovered(id);
  };
  // It is shown while it is in view.
  return { selected, detailed: isInSight(shown) ? visible[shown] : undefined, shown, point, setByKey };
}

/** How much time a pixel of the wheel adds or removes. */
const zoomPerPixel = 0.002;
const maxWheelPixels = 120;

/** `Ctrl` and the wheel zoom at the pointer, the wheel sideways pans. */
function useWheelZoom(
  scroller: RefObject<HTMLElement | null>,
  track: RefObject<HTMLElement | null>,
  onZoom: (factor: number, around: number) => void,
  onPan: (pixels: number) => void,
): void {
  const latest = useLatest({ onZoom, onPan });
  useEffect(() => {
    const element = scroller.current;
    const onWheel = (event: WheelEvent): void => {
      const left = track.current?.getBoundingClientRect().left ?? 0;
      if (event.ctrlKey || event.metaKey) {
        const by = Math.max(-maxWheelPixels, Math.min(maxWheelPixels, event.deltaY));
        latest.current.onZoom(Math.exp(by * zoomPerPixel), Math.max(0, event.clientX - left));
      } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        latest.current.onPan(event.deltaX);
      } else return;
      event.preventDefault();
    };
    // Preact's own listeners are passive for the wheel in some browsers, so they couldn't keep the page from zooming.
    element?.addEventListener("wheel", onWheel, { passive: false });
    return () => element?.removeEventListener("wheel", onWheel);
  }, [scroller, track]);
}
