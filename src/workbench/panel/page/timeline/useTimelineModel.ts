import { useMemo } from "preact/hooks";
import { parseTime, preciseTime } from "#model/isoTime.ts";
import { isTerminal } from "#model/status.ts";
import { useNow } from "#ui/hooks/useNow.ts";
import type { RunHeader } from "#workbench/panel/page/headerViews.ts";
import type { TimelineMemory } from "#workbench/panel/page/state/viewMemory.ts";
import type { ShownStory } from "#workbench/panel/page/story/speakers/speakerFilter.ts";
import { timelineRows, visibleRows } from "./rows/timelineRows.ts";
import { foldedWaits, waitsOf } from "./scale/foldedWaits.ts";
import { TimeScale } from "./scale/timeScale.ts";

/** In pixels: space after the end of the window for the last label. */
const labelRoom = 72;

export type TimelineModel = ReturnType<typeof useTimelineModel>;

interface ModelOptions {
  shown: ShownStory;
  firstAt: string | undefined;
  header: RunHeader;
  memory: TimelineMemory;
  /** The width of the track, in pixels. */
  width: number;
}

/** Everything that the waterfall shows, from the story, the clock and the reader's choices. */
export function useTimelineModel({ shown, firstAt, header, memory, width }: ModelOptions) {
  const { groups, last: lastGroup } = shown;
  /** When the story's clock began, in milliseconds since the epoch. */
  const begin = preciseTime(firstAt) ?? preciseTime(header.startedAt);
  const over = isTerminal(header.status);
  const live = !over && header.asOf === undefined;
  const now = useNow(live && begin !== undefined, lessMotion() ? 1_000 : 100);
  const ended = preciseTime(header.endedAt);
  const endedAt = ended === undefined || begin === undefined ? undefined : ended - begin;
  const { rows, last } = useMemo(
    () => timelineRows(groups, { status: header.status, over, at: endedAt }, lastGroup),
    [groups, lastGroup, header.status, over, endedAt],
  );
  const clock = over ? ended : live ? now : parseTime(header.asOf);
  /** The end of the run, or its current time. */
  const end = clock === undefined || begin === undefined ? last : Math.max(last, clock - begin);

  const to = Math.min(memory.window.to ?? end, end);
  const from = Math.min(memory.window.from, to);
  const all = waitsOf(rows, end);
  /** The waits that can be shown as a break, whatever the reader chose. */
  const foldable = foldedWaits(all, from, to);
  const waits = memory.foldWaits ? all : [];
  const folded = memory.foldWaits ? foldable : [];
  const scale = new TimeScale({ from, to, width, folded, room: labelRoom });
  const visible = visibleRows(rows, { folded: memory.folded, from, to, now: end });
  return { rows, visible, waits, folded, canFold: foldable.length > 0, scale, end, live, begin };
}

/** All bars move with the clock: once a second for a person who wants less motion. */
function lessMotion(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
