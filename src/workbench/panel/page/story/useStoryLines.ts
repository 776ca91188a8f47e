import type { RefObject } from "preact";
import { useCallback, useEffect, useLayoutEffect, useMemo } from "preact/hooks";
import { lowerBound } from "#base/lowerBound.ts";
import { type ListVirtualizer, useMeasuredRows, useVirtual } from "#ui/hooks/useVirtual.ts";
import type { ScrollPosition, StoryMemory } from "#workbench/panel/page/state/viewMemory.ts";
import type { StepView, TextView } from "#workbench/panel/page/storyViews.ts";
import { lineOf, type StoryFrame, type StoryLine, type StoryLines, type StoryStretch } from "./storyLines.ts";

/** Heights in pixels, as in the style sheet. */
const rowHeight = 32;
const headHeight = 32;
const callsHeight = 29;
const lineGap = 12;
const lineHeight = 20;
const paragraphGap = 8;
/** In pixels: the line so far below the top is the one that the reader reads. */
const readingLine = 80;
/** About as many characters as a line of text has. */
const lineLength = 110;

/** A visible line, with its index within its stretch. */
export interface LineInView {
  index: number;
  line: StoryLine;
  top: number;
}

/** A partly visible frame, and its position within its stretch. */
export interface FrameInView extends StoryFrame {
  top: number;
  height: number;
}

/** A partly visible iteration, and its position in the story. */
export interface StretchInView extends Omit<StoryStretch, "frames"> {
  top: number;
  height: number;
  lines: readonly LineInView[];
  frames: readonly FrameInView[];
}

/** In pixels: so much of the start is above before a button leads there. */
const startReach = 40;
/** In pixels, as in the style sheet: the button that leads to the end stands so much above the edge. */
const endReach = 12;

/**
 * The visible part of a long story, and a little around it. @param goal the sequence of the result or the failure
 */
export function useStoryLines(
  scroller: RefObject<HTMLDivElement | null>,
  story: StoryLines,
  memory: StoryMemory,
  goal: number | undefined,
) {
  const { lines } = story;
  // Another function would have the list place all of its lines again.
  const keys = useMemo(() => lines.map(({ key }) => key), [lines]);
  const rowKey = useCallback((index: number) => keys[index] ?? index, [keys]);
  const heights = useMemo(() => lines.map(guess), [lines]);
  const currentLine = useMemo(() => lineOf(story, memory.current), [story, memory.current]);
  const goalLine = useMemo(() => lineOf(story, goal), [story, goal]);
  const virtual = useVirtual({
    scroller,
    count: lines.length,
    top: memory.top,
    rowHeight: (index) => heights[index] ?? rowHeight,
    rowKey,
    measures: memory.measures,
    keep: currentLine,
  });
  const measure = useMeasuredRows(virtual, memory);
  useEffect(
    () => () => {
      memory.measures = virtual.takeSnapshot();
    },
    [virtual, memory],
  );
  const height = virtual.getTotalSize();
  const position = positionAtTop(lines, virtual);
  useLayoutEffect(() => {
    if (position) memory.place = position;
  });
  const stepAt = (below: number): StepView | undefined =>
    stepOfLine(lines, virtual.getVirtualItemForOffset((virtual.scrollOffset ?? 0) + below)?.index ?? 0);
  const offset = virtual.scrollOffset ?? 0;
  // At the top it is the first line.
  const below = Math.min(readingLine, offset);
  const current = virtual.measurementsCache[currentLine];
  const inSight =
    current && current.end > offset + headHeight && current.start < offset + (scroller.current?.clientHeight ?? 0);
  // The head of the result belongs to it.
  const goalTop = virtual.measurementsCache[goalLine - (lines[goalLine - 1]?.kind === "head" ? 1 : 0)]?.start;
  const seen = offset + (scroller.current?.clientHeight ?? 0) - endReach;
  return {
    height,
    leads: goalTop !== undefined && scroller.current ? leadsTo(goalTop > seen, offset) : undefined,
    /** The sequence of the reader's step: the current one while it is in view. */
    at:
      memory.target ?? (memory.atEnd ? lastStep(lines)?.sequence : inSight ? memory.current : stepAt(below)?.sequence),
    /** The sequence of the step where a search begins. */
    from: memory.target ?? stepAt(0)?.sequence,
    stretches: stretchesInView(story, virtual),
    measure,
    scrollTo: (index: number) => virtual.scrollToIndex(index, { align: "center" }),
    /** Scrolls to a number of pixels, instead of to a line that isn't there yet. */
    scrollToTop: (top: number) => virtual.scrollToOffset(top),
  };
}

/** Where the reader can go: down to the end that isn't in sight, or up to the start. */
function leadsTo(isEndBelow: boolean, offset: number): "start" | "end" | undefined {
  if (isEndBelow) return "end";
  return offset >= startReach ? "start" : undefined;
}

/** The first step that is in view, and how much of it is above. */
function positionAtTop(lines: readonly StoryLine[], virtual: ListVirtualizer): ScrollPosition | undefined {
  const offset = virtual.scrollOffset ?? 0;
  let index = virtual.getVirtualItemForOffset(offset)?.index ?? 0;
  while (lines[index] && !hasOwnSequence(lines[index]!)) index += 1;
  const sequence = lines[index]?.step?.sequence;
  const measurement = virtual.measurementsCache[index];
  return sequence === undefined || !measurement
    ? undefined
    : { sequence, below: Math.round(offset - measurement.start) };
}

/** Whether the line itself is drawn with the sequence of its step. */
function hasOwnSequence(line: StoryLine): boolean {
  return line.kind === "step" || line.kind === "nodes" || (line.kind === "same" && !line.open);
}

function stretchesInView({ lines, stretches }: StoryLines, virtual: ListVirtualizer): StretchInView[] {
  const shown = virtual.getVirtualItems();
  const inView: StretchInView[] = [];
  let next = 0;
  const firstShown = shown[0]?.index ?? 0;
  let at = lowerBound(stretches, ({ last }) => last < firstShown);
  for (; at < stretches.length && next < shown.length; at += 1) {
    const stretch = stretches[at]!;
    if (stretch.last < shown[next]!.index) continue;
    const measurements = virtual.measurementsCache;
    const top =
      measurements[stretch.first]!.start + (stretch.first === 0 || lines[stretch.first]?.kind !== "head" ? 0 : lineGap);
    const linesInView: LineInView[] = [];
    for (; next < shown.length && shown[next]!.index <= stretch.last; next += 1) {
      const { index, start } = shown[next]!;
      if (lines[index] && lines[index].kind !== "head")
        linesInView.push({ index, line: lines[index], top: start - top });
    }
    const frames = stretch.frames.flatMap((frame): FrameInView[] => {
      const [first, last] = [stretch.first + frame.first, stretch.first + frame.last];
      if (!linesInView.some(({ index }) => index >= first && index <= last)) return [];
      const from = measurements[first]!.start - top;
      return [{ ...frame, first, last, top: from, height: measurements[last]!.end - top - from }];
    });
    inView.push({ ...stretch, top, height: measurements[stretch.last]!.end - top, lines: linesInView, frames });
  }
  return inView;
}

function lastStep(lines: readonly StoryLine[]): StepView | undefined {
  return lines.findLast(({ step }) => step !== undefined)?.step;
}

/** The step of a line; for a head, that of the next line. */
function stepOfLine(lines: readonly StoryLine[], index: number): StepView | undefined {
  return lines[index]?.step ?? lines[index + 1]?.step ?? lines[index - 1]?.step;
}

function guess(line: StoryLine, index: number): number {
  switch (line.kind) {
    case "head":
      return headHeight + (index === 0 ? 0 : lineGap);
    case "calls":
      return callsHeight;
    case "step":
      return "growing" in line.step ? heightOfText(line.step) : rowHeight;
    default:
      return rowHeight;
  }
}

const textHeights = new WeakMap<TextView, number>();

/** About the height that its Markdown takes: too little would have a page of the story draw rows that nobody sees. */
function heightOfText(step: TextView): number {
  let height = textHeights.get(step);
  if (height === undefined) {
    height = rowHeight - lineHeight;
    for (const line of step.text.slice(0, 50_000).split("\n"))
      height += line === "" ? paragraphGap : lineHeight * Math.ceil(line.length / lineLength);
    textHeights.set(step, height);
  }
  return height;
}
