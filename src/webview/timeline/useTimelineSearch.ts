import { useMemo, useState } from "preact/hooks";
import { finderOf } from "../../base/text/textFinder.ts";
import { matchWords, type Place, placeIn, stepTo } from "../state/find.ts";
import type { TimelineMemory } from "../state/viewMemory.ts";
import { useTypedMatch } from "../ui/hooks/useTypedMatch.ts";
import { unfoldedTo } from "./rows/visibleRows.ts";
import { wholeRun } from "./scale/zoomWindow.ts";
import type { TimelineModel } from "./useTimelineModel.ts";

interface TimelineSearch {
  /** Finds the query in a name. */
  finder: RegExp | undefined;
  /** How many matches there are, in words. */
  words: string;
  setQuery: (query: string) => void;
  /** Goes to the next or previous match. */
  step: (by: 1 | -1) => void;
  /** The row that the search led to. It is scrolled into view once. */
  shown: { id: string } | undefined;
}

/** The search of the waterfall. It finds names in the whole run: also in collapsed rows, and outside the zoom. */
export function useTimelineSearch(
  { rows, visible }: TimelineModel,
  memory: TimelineMemory,
  change: (part: Partial<TimelineMemory>) => void,
): TimelineSearch {
  const { query } = memory;
  const [shown, setShown] = useState<{ id: string }>();
  const finder = useMemo(() => finderOf(query), [query]);
  const matches = useMemo(
    () => (finder ? rows.flatMap(({ name }, index) => (finder.test(name) ? [index] : [])) : []),
    [finder, rows],
  );
  const selected = rows.findIndex(({ id }) => id === memory.selected);
  const place: Place = placeIn(matches, (index) => index - selected);
  const show = (row = rows[matches[place.index] ?? matches[0] ?? -1], part: Partial<TimelineMemory> = {}): void => {
    if (!row) return;
    const isVisible = visible.some(({ id }) => id === row.id);
    change({
      ...part,
      ...(isVisible ? {} : { folded: unfoldedTo(row, rows, memory.folded), window: wholeRun }),
    });
    setShown({ id: row.id });
  };
  const typed = useTypedMatch(matches.length, () => show());
  return {
    finder,
    words: query === "" ? "" : matchWords(matches.length, place.isAt ? place.index : undefined),
    setQuery: (next) => {
      typed();
      change({ query: next });
    },
    step: (by) => {
      const row = matches.length > 0 ? rows[matches[stepTo(matches.length, place, by)]!] : undefined;
      if (row) show(row, { selected: row.id });
    },
    shown,
  };
}
