import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { formatCount } from "#model/counts.ts";
import { sequenceAt } from "#model/eventPosition.ts";
import { isTerminal } from "#model/status.ts";
import { useFollow } from "#ui/hooks/useFollow.ts";
import { useLatest } from "#ui/hooks/useLatest.ts";
import { useStepKeys } from "#ui/hooks/useStepKeys.ts";
import { useVirtual } from "#ui/hooks/useVirtual.ts";
import { lineByKey } from "#ui/lineByKey.ts";
import { Pill } from "#ui/Pill.tsx";
import { focusOn, reveal } from "#ui/reveal.ts";
import type { EventRow } from "#workbench/panel/page/eventViews.ts";
import type { RunHeader } from "#workbench/panel/page/headerViews.ts";
import { usePanel } from "#workbench/panel/page/host.ts";
import type { PanelState } from "#workbench/panel/page/state/panelState.ts";
import type { EventsMemory, StoryMemory } from "#workbench/panel/page/state/viewMemory.ts";
import { EventColumns, EventLineRow, eventRowId, type LineActs } from "./EventRow.tsx";
import type { ListedEvents } from "./useEventLines.ts";
import { headHeight, rowHeight, useEventPosition } from "./useEventPosition.ts";

export interface EventsProps {
  state: PanelState;
  header: RunHeader;
  memory: EventsMemory;
  story: StoryMemory;
}

interface GridProps extends EventsProps {
  events: ListedEvents;
  grid: RefObject<HTMLDivElement | null>;
  selected: number | undefined;
  shown: { sequence: number } | undefined;
  onSelect: (sequence: number) => void;
  onEscape: () => void;
  onEnter: () => void;
}

/** The listed events and the gaps between them. Only lines in view are in the document. */
export function EventsGrid(props: GridProps) {
  const { events, grid: scroller, memory, selected, shown, onSelect } = props;
  const { host } = usePanel();
  const { lines, listed, filter, finder } = events;
  const content = useRef<HTMLDivElement>(null);
  const view = useVirtual({ scroller, count: lines.length, rowHeight, head: headHeight, top: memory.top });
  // A live run opens at its end. A finished one opens at the top, and none of its events counts as new.
  useLayoutEffect(() => {
    if (!memory.opened) Object.assign(memory, { opened: true, atEnd: !isTerminal(props.header.status) });
  }, [memory]);
  const position = useEventPosition(scroller, lines, props.state.rows, memory);
  const { missed, follow } = useFollow(scroller, content, memory, listed.length);
  // Another filter lists other events. None of them counts as new.
  const isOtherFilter = useLatest(filter).current !== filter;
  useLayoutEffect(() => {
    if (isOtherFilter) memory.seen = listed.length;
  });
  useLayoutEffect(() => {
    if (!shown) return;
    memory.atEnd = false;
    view.scrollToIndex(lines.lineOf(shown.sequence));
  }, [shown]);
  const { setOpen, onKeyDown } = useGridKeys(props, position.release, (line) => view.scrollToIndex(line));
  const inView = view.getVirtualItems().map(({ index, start }) => ({ index, start, line: lines.at(index) }));
  const { unread } = props.state;
  usePastRows(
    inView.map(({ line }) => line?.row),
    unread?.sequence,
  );
  const latest = useLatest(onSelect);
  const [acts] = useState<LineActs>({
    onSelect: (sequence) => latest.current(sequence),
    onOpen: (sequence, open) => setOpen.current(sequence, open),
    onLoad: ({ from, to }) => host.post({ type: "loadGap", from, to }),
  });
  const selectedLine = selected === undefined ? -1 : lines.lineOf(selected);
  // In a narrow panel the details of an event open below the list, and take a part of its height.
  useLayoutEffect(() => {
    const row = scroller.current?.querySelector("[aria-selected='true']");
    if (!scroller.current || !row) return;
    const { scrollTop } = scroller.current;
    reveal(row);
    if (scroller.current.scrollTop !== scrollTop) memory.atEnd = false;
  }, [selected]);
  return (
    <div class="story">
      <div
        class={`scroll${position.waiting ? " awaits" : ""}`}
        role="grid"
        aria-label="Events"
        aria-rowcount={lines.length + 1}
        aria-colcount={5}
        tabIndex={0}
        aria-activedescendant={selected !== undefined && selectedLine >= 0 ? eventRowId(selected) : undefined}
        ref={scroller}
        onKeyDown={onKeyDown}
        onWheel={position.release}
        onPointerDown={position.release}
        onScroll={position.note}
      >
        <EventColumns />
        <div role="presentation" class="spacer" ref={content} style={{ height: `${lines.length * rowHeight}px` }}>
          <div role="rowgroup" class="ev-window" style={{ top: `${(inView[0]?.start ?? headHeight) - headHeight}px` }}>
            {inView.map(({ index, line }) => {
              if (!line) return undefined;
              const { row, mark, fold } = line;
              const isSelected = row !== undefined && row.sequence === selected;
              return (
                <EventLineRow
                  key={index}
                  row={row}
                  mark={mark}
                  index={index}
                  finder={finder}
                  acts={acts}
                  {...fold}
                  selected={isSelected}
                />
              );
            })}
          </div>
        </div>
      </div>
      {position.waiting && (
        <p class="coming dim">Event {formatCount(sequenceAt(memory.wanted?.sequence ?? 0))} is loading.</p>
      )}
      {unread && <UnreadRows {...unread} />}
      <Pill missed={isOtherFilter ? 0 : missed} onPress={follow} />
    </div>
  );
}

/** Moves the selection, and folds and unfolds the lines of neighbours. @param goTo scrolls to a line */
function useGridKeys(props: GridProps, release: () => void, goTo: (line: number) => void) {
  const { events, grid: scroller, memory, onSelect } = props;
  const { lines } = events;
  const setOpen = useLatest((sequence: number, open: boolean): void => {
    const around = lines.foldAround(sequence);
    if (!around || around.open === open) return;
    memory.atEnd = false;
    events.setOpen(sequence, open);
    const { selected: at = -1 } = memory;
    if (open || at <= around.first || at > around.last) return;
    onSelect(around.first);
    goTo(lines.lineOf(around.first));
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    release();
    if (event.key === "Escape") return props.onEscape();
    if (event.key === "Enter") return props.onEnter();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      const { selected: at } = memory;
      if (at === undefined || !lines.foldAround(at)) return;
      event.preventDefault();
      return setOpen.current(at, event.key === "ArrowRight");
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    // The line that was selected last may not be drawn yet.
    const line = memory.selected === undefined ? -1 : lines.lineOf(memory.selected);
    const rowAt = (index: number): EventRow | undefined => lines.at(index)?.row;
    const isRow = (index: number): boolean => rowAt(index) !== undefined;
    const target = lineByKey(event.key, line < 0 ? undefined : line, lines.length, page, isRow);
    const next = target === undefined ? undefined : rowAt(target);
    if (target === undefined || !next) return;
    event.preventDefault();
    if (target < lines.length - 1) memory.atEnd = false;
    goTo(target);
    onSelect(next.sequence);
  };
  useStepKeys(scroller, (event) => {
    focusOn(scroller.current);
    onKeyDown(event);
  });
  return { setOpen, onKeyDown };
}

function UnreadRows({ text, sequence }: { text: string; sequence: number }) {
  const { host } = usePanel();
  return (
    <p class="coming" role="alert">
      Older events couldn't be loaded: {text}{" "}
      <button type="button" class="link" onClick={() => host.post({ type: "loadRows", sequence })}>
        Retry
      </button>
    </p>
  );
}

/** In milliseconds. A reader who scrolls past requests nothing. */
const scrollPause = 80;

/** Requests the text of rows in view that have lost it, once they have been in view for a moment. */
function usePastRows(inView: readonly (EventRow | undefined)[], failedAt: number | undefined): void {
  const { host } = usePanel();
  const wanting = inView.find((row) => row !== undefined && row.summary === undefined)?.sequence;
  useEffect(() => {
    if (wanting === undefined || wanting === failedAt) return undefined;
    const timer = setTimeout(() => host.post({ type: "loadRows", sequence: wanting }), scrollPause);
    return () => clearTimeout(timer);
  }, [wanting, failedAt]);
}
