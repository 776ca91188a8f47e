import type { RefObject } from "preact";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { type ListVirtualizer, useMeasuredRows, useVirtual } from "#ui/hooks/useVirtual.ts";
import type { Poster } from "#ui/poster.ts";
import { focusStill } from "#ui/reveal.ts";
import { ColumnHeads, headHeight } from "./ColumnHeads.tsx";
import { rowByKey } from "./compareKeys.ts";
import type { CompareRows, Side } from "./compareViews.ts";
import type { ComparePageMessage } from "./messages.ts";
import { type CompareLine, lineKey, lineOf } from "./rows/compareLines.ts";
import type { LineLayout } from "./rows/lineLayout.ts";
import { FirstLine, FoldLine } from "./rows/OtherLines.tsx";
import { Pair, type RowActs } from "./rows/Pair.tsx";
import type { CompareState } from "./state/compareState.ts";
import type { RowsInView } from "./state/rowsInView.ts";

/** The width, as in the style sheet, up to which there is room for the steps of one run alone. */
const oneColumn = "(max-width: 560px)";

/** A line that is to be shown; each wish is another object. */
export interface LineWish {
  row: number;
  align: LineAlign;
  takesFocus: boolean;
}

interface ListProps {
  state: CompareState;
  lines: readonly CompareLine[];
  row: number | undefined;
  wish: LineWish | undefined;
  acts: RowActs;
  host: Poster<ComparePageMessage>;
  view: RowsInView;
  onStep: (row: number) => void;
  /** The run that is shown where there is room for one. */
  side: Side;
}

/** The steps of both runs in two columns; of many only those in view are in the document. */
export function StepList(props: ListProps) {
  const { state, lines, row, wish, acts, host } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const keys = useMemo(() => lines.map(lineKey), [lines]);
  const indexes = useMemo(() => new Map(keys.map((key, index) => [key, index])), [keys]);
  // Another function would make the list measure all rows anew.
  const keyAt = useCallback((index: number) => keys[index] ?? index, [keys]);
  const current = useMemo(() => lineOf(lines, row), [lines, row]);
  const virtual = useVirtual({
    scroller,
    count: lines.length,
    rowHeight: (index) => guess(lines[index], state.rows),
    head: headHeight,
    top: 0,
    rowKey: keyAt,
    keep: current,
  });
  const measure = useMeasuredRows(virtual);
  const indexOf = (key: string): number => indexes.get(key) ?? -1;
  const target = useRowTarget({ scroller, virtual, head: headHeight, indexOf });
  useLayoutEffect(() => {
    if (!wish) return;
    const line = lineOf(lines, wish.row);
    const above = lines[line - 1];
    const aimed = wish.align === "third" && above?.kind === "first" ? line - 1 : line;
    if (line >= 0) target.aim(keys[aimed]!, wish.align);
  }, [wish]);
  useFocus(scroller, wish, current);
  const shown = virtual.getVirtualItems();
  const inView = shown.flatMap(({ index }) => rowOf(lines[index]));
  useBodies(host, state, inView);
  useView(props, virtual);
  const layoutOf = (index: number, top: number): LineLayout => {
    return { index, top, count: lines.length, current: index === current, measure };
  };
  return (
    <div class="story">
      <div
        class="scroll"
        ref={scroller}
        onKeyDown={(event) => {
          if (pressesLine(event, lines[current], props)) return;
          const next = rowByKey(event, lines, current, scroller.current);
          if (next === undefined) return;
          event.preventDefault();
          props.onStep(next);
        }}
      >
        {state.view && <ColumnHeads view={state.view} />}
        <div
          class="spacer"
          role="list"
          aria-label="Steps of both runs"
          style={{ height: `${virtual.getTotalSize()}px` }}
        >
          {shown.map(({ index, key, start }) => (
            <Line
              key={key}
              line={lines[index]!}
              layout={layoutOf(index, start - headHeight)}
              state={state}
              acts={acts}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

interface LineProps {
  line: CompareLine;
  layout: LineLayout;
  state: CompareState;
  acts: RowActs;
}

function Line({ line, layout, state: { view, rows, bodies }, acts }: LineProps) {
  switch (line.kind) {
    case "row":
      return <Pair {...layout} rows={rows} row={line.row} body={bodies.get(line.row)} acts={acts} />;
    case "first":
      return <FirstLine {...layout} text={`First difference: ${view?.first?.text ?? ""}`} />;
    case "fold": {
      const { from, to, open } = line;
      return <FoldLine {...layout} rows={rows} from={from} to={to} open={open} acts={acts} />;
    }
  }
}

/** `Enter` opens a step in its run, and a stretch of equal steps in place. */
function pressesLine(event: KeyboardEvent, line: CompareLine | undefined, { state, acts, side }: ListProps): boolean {
  const isLine = event.target instanceof HTMLElement && event.target.dataset["index"] !== undefined;
  if (event.key !== "Enter" || !isLine || !line || line.kind === "first") return false;
  event.preventDefault();
  if (line.kind === "fold") acts.toggleFold(line.from);
  else acts.openStep(stepSide(state.rows, line.row, side), line.row);
  return true;
}

/** The run whose step is opened: the one that is shown alone, otherwise B, if it has the step. */
function stepSide(rows: CompareRows, row: number, side: Side): Side {
  const shownSide = matchMedia(oneColumn).matches ? side : "b";
  return (rows[row]?.[shownSide] ?? 0) > 0 ? shownSide : shownSide === "a" ? "b" : "a";
}

/** The row of a line; a rule has none. */
function rowOf(line: CompareLine | undefined): number[] {
  return line?.kind === "row" ? [line.row] : [];
}

/** Gives a row that was wished for the focus, as soon as it is in the document. */
function useFocus(scroller: RefObject<HTMLDivElement | null>, wish: LineWish | undefined, current: number): void {
  const done = useRef<LineWish | undefined>(undefined);
  useLayoutEffect(() => {
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${current}"]`);
    if (!row || !wish || done.current === wish) return;
    done.current = wish;
    if (wish.takesFocus) focusStill(row);
  });
}

/** Tells which rows are in view whenever these are others. Asking the element would lay the page out once more. */
function useView({ lines, view }: ListProps, virtual: ListVirtualizer) {
  useLayoutEffect(() => {
    const offset = virtual.scrollOffset ?? 0;
    const [first, last] = [offset + headHeight, offset + (virtual.scrollRect?.height ?? 0)].map((top) => {
      const line = lines[virtual.getVirtualItemForOffset(top)?.index ?? 0];
      return line?.kind === "fold" ? line : { from: line?.row ?? 0, to: (line?.row ?? 0) + 1 };
    });
    view.set(first!.from, last!.to);
  });
}

/** Heights of lines that were not measured, in pixels: most of what changed has its JSON below it. */
function guess(line: CompareLine | undefined, rows: CompareRows): number {
  if (line?.kind === "first") return 26;
  if (line?.kind === "fold") return 28;
  const kind = line && rows[line.row]?.kind;
  return kind === "changed" ? 120 : kind === "equal" ? 26 : 44;
}

/** Requests the content of rows in view, once for each version of them. */
function useBodies(
  host: Poster<ComparePageMessage>,
  { version, bodies }: CompareState,
  inView: readonly number[],
): void {
  const asked = useRef<{ version: number; rows: Set<number> }>({ version: -1, rows: new Set() });
  useEffect(() => {
    if (asked.current.version !== version) asked.current = { version, rows: new Set() };
    const earlierRows = asked.current.rows;
    // Content that has left memory is requested again.
    for (const row of earlierRows) if (bodies.has(row)) earlierRows.delete(row);
    const rows = inView.filter((row) => !bodies.has(row) && !earlierRows.has(row));
    if (rows.length === 0) return;
    for (const row of rows) earlierRows.add(row);
    host.post({ type: "loadBodies", version, rows });
  });
}

/** The position in the view that a line gets: the nearest edge, or the upper third. */
type LineAlign = "nearest" | "third";

/** How far below the head a line in the upper third is, as a part of the view. */
const firstRowShare = 0.2;

const scrollEvents = ["wheel", "pointerdown", "touchstart"] as const;

interface TargetOptions {
  scroller: RefObject<HTMLDivElement | null>;
  virtual: ListVirtualizer;
  /** The height of what sticks to the top, in pixels. */
  head: number;
  indexOf: (key: string) => number;
}

/**
 * Keeps a line in its place until the reader moves: heights are measured when rows come into view, and their content
 * arrives later.
 */
function useRowTarget({ scroller, virtual, head, indexOf }: TargetOptions) {
  const target = useRef<{ key: string; align: LineAlign } | undefined>(undefined);
  const settle = (): void => {
    const element = scroller.current;
    const measured = target.current && virtual.measurementsCache[indexOf(target.current.key)];
    if (!element || !measured || !target.current) return;
    const room = element.clientHeight - head;
    const top =
      target.current.align === "third"
        ? measured.start - head - room * firstRowShare
        : nearest(measured, element, head);
    const before = element.scrollTop;
    element.scrollTop = top;
    if (Math.abs(element.scrollTop - before) > 0.5) element.dispatchEvent(new Event("scroll"));
  };
  useLayoutEffect(settle);
  useLayoutEffect(() => {
    const element = scroller.current;
    const release = (): void => {
      target.current = undefined;
    };
    for (const move of scrollEvents) element?.addEventListener(move, release, { passive: true });
    return () => scrollEvents.forEach((move) => element?.removeEventListener(move, release));
  }, [scroller]);
  return {
    aim: (key: string, align: LineAlign): void => {
      target.current = { key, align };
      settle();
    },
  };
}

function nearest(box: { start: number; end: number }, element: HTMLElement, head: number): number {
  const { scrollTop, clientHeight } = element;
  if (box.start - head < scrollTop) return box.start - head;
  if (box.end > scrollTop + clientHeight) return Math.min(box.start - head, box.end - clientHeight);
  return scrollTop;
}
