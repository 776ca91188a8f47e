import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import type { StoryItem } from "../../protocol/viewModels.ts";
import type { StoryGroup } from "../state/storyItems.ts";
import { lineOf, type StoryLines } from "../state/storyLines.ts";
import type { StoryMemory } from "../state/viewMemory.ts";
import { useVirtual } from "../ui/useVirtual.ts";

/** Heights in pixels, as in the style sheet. */
const rowHeight = 32;
const headHeight = 32;
const gap = 12;
const lineHeight = 20;
/** What stands this far below the top is what one reads. */
const reach = 80;
/** About as many characters as a line of text holds. */
const lineLength = 110;

/** A line in view, with its place within its stretch. */
interface LineInView {
  index: number;
  top: number;
}

/** An iteration of which something is in view, and where it stands in the story. */
export interface StretchInView {
  group: StoryGroup;
  first: number;
  last: number;
  top: number;
  height: number;
  lines: readonly LineInView[];
}

/** Of a long story only what is in view, and a little around it. */
export function useStoryLines(scroller: RefObject<HTMLDivElement | null>, lines: StoryLines, memory: StoryMemory) {
  const { items, stretches } = lines;
  const heads = new Map(stretches.map(({ group, first }) => [first, group]));
  const virtual = useVirtual({
    scroller,
    count: items.length,
    top: memory.top,
    rowHeight: (index) => guess(items[index], index),
    keyOf: (index) => items[index]?.id ?? `head ${heads.get(index)?.key}`,
    measures: memory.measures,
    keep: lineOf(lines, memory.current),
  });
  // At the end, it is the end that stays. Elsewhere what is above makes room without moving what is read.
  virtual.shouldAdjustScrollPositionOnItemSizeChange = ({ end }) => !memory.atEnd && end <= (virtual.scrollOffset ?? 0);
  useEffect(
    () => () => {
      memory.measures = virtual.takeSnapshot();
    },
    [virtual, memory],
  );
  const height = virtual.getTotalSize();
  const shown = virtual.getVirtualItems();
  const inView: StretchInView[] = [];
  let next = 0;
  for (const stretch of stretches) {
    if (next >= shown.length) break;
    if (stretch.last < shown[next]!.index) continue;
    const top = virtual.measurementsCache[stretch.first]!.start + (stretch.first === 0 ? 0 : gap);
    const placed: LineInView[] = [];
    for (; next < shown.length && shown[next]!.index <= stretch.last; next += 1) {
      const { index, start } = shown[next]!;
      if (items[index]) placed.push({ index, top: start - top });
    }
    inView.push({ ...stretch, top, height: virtual.measurementsCache[stretch.last]!.end - top, lines: placed });
  }
  const itemAt = (below: number): StoryItem | undefined =>
    nearest(items, virtual.getVirtualItemForOffset((virtual.scrollOffset ?? 0) + below)?.index ?? 0);
  const offset = virtual.scrollOffset ?? 0;
  // At the top it is the first one.
  const below = Math.min(reach, offset);
  const place = virtual.measurementsCache[lineOf(lines, memory.current)];
  const inSight = place && place.end > offset + headHeight && place.start < offset + (scroller.current?.clientHeight ?? 0);
  return {
    height,
    /** The sequence of the item that the reader is at: the current one while it is in view. */
    at: memory.target ?? (memory.atEnd ? items.at(-1)?.sequence : inSight ? memory.current : itemAt(below)?.sequence),
    /** The sequence of the item that a search begins at. */
    from: memory.target ?? itemAt(0)?.sequence,
    stretches: inView,
    measure: virtual.measureElement,
    scrollTo: (index: number) => virtual.scrollToIndex(index, { align: "center" }),
    /** To pixels from the top, instead of to a line that is still on its way. */
    scrollToTop: (top: number) => virtual.scrollToOffset(top),
  };
}

/** The item of a line; that of the next one for a head. */
function nearest(items: StoryLines["items"], index: number): StoryItem | undefined {
  return items[index] ?? items[index + 1];
}

function guess(item: StoryItem | undefined, index: number): number {
  if (!item) return headHeight + (index === 0 ? 0 : gap);
  if (item.kind !== "text") return rowHeight;
  return rowHeight + lineHeight * Math.floor(Math.min(item.text.length, 50_000) / lineLength);
}
