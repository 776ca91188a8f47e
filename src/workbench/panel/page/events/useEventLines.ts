import { useMemo, useState } from "preact/hooks";
import { finderOf } from "#base/text/textFinder.ts";
import type { EventRow } from "#workbench/panel/page/eventViews.ts";
import type { PanelState } from "#workbench/panel/page/state/panelState.ts";
import { RowList } from "#workbench/panel/page/state/rowList.ts";
import type { EventFilter, EventsMemory } from "#workbench/panel/page/state/viewMemory.ts";
import { useHostSearch } from "#workbench/panel/page/useHostSearch.ts";
import { EventFolds } from "./eventFolds.ts";
import { EventLines } from "./eventLines.ts";

export type ListedEvents = ReturnType<typeof useEventLines>;

/** The listed and the found events of a run. When events arrive, only these are checked. */
export function useEventLines(state: PanelState, memory: EventsMemory) {
  const { rows, marks } = state;
  const [filter, setFilter] = useState(memory.filter);
  const [query, setQuery] = useState(memory.query);
  const [open, setOpen] = useState(memory.open);
  const isFiltered = filter.filterGroups.length > 0 || filter.failedOnly;
  const filtered = useMemo(() => filterOf((row) => passes(filter, row)), [filter]);
  const kept = isFiltered ? filtered(rows) : undefined;
  const listed = useMemo(() => (kept ? new RowList(kept) : rows), [kept, rows]);
  const finder = useMemo(() => finderOf(query), [query]);
  const found = useHostSearch("search", query, state.found);
  // The texts of the rows are searched at once, the rest of the events by the extension.
  const matching = useMemo(
    () =>
      filterOf(
        ({ sequence, type, source = "", summary = "" }) =>
          finder !== undefined &&
          (found?.sequences.has(sequence) || finder.test(summary) || finder.test(type) || finder.test(source)),
      ),
    [finder, filtered, found],
  );
  const matches = finder ? matching(listed) : [];
  const folds = useMemo(() => new EventFolds(marks, open), [listed.order, marks, open]).take(listed);
  const lines = useMemo(() => new EventLines(listed, marks, folds), [listed, listed.length, marks, folds]);
  return {
    filter,
    setFilter: (next: EventFilter): void => {
      memory.filter = next;
      setFilter(next);
    },
    query,
    setQuery: (next: string): void => {
      memory.query = next;
      setQuery(next);
    },
    /** Finds the query in a text. */
    finder,
    listed,
    lines,
    /** Shows or hides the neighbours of an event that are listed as one line. */
    setOpen: (sequence: number, isOpen: boolean): void => {
      const { first, last } = lines.foldAround(sequence) ?? { first: sequence, last: sequence };
      const rest = [...memory.open].filter((each) => each < first || each > last);
      memory.open = new Set(isOpen ? [...rest, sequence] : rest);
      setOpen(memory.open);
    },
    matches,
    /** How far the extension has searched. */
    found,
  };
}

function passes({ filterGroups: groups, failedOnly }: EventFilter, row: EventRow): boolean {
  return (groups.length === 0 || groups.includes(row.group)) && (!failedOnly || row.failed === true);
}

/**
 * Finds the rows of a growing list that pass a test. When the list has only grown since the last call, only new rows
 * are tested, and the result is the same list, which has grown as well.
 */
function filterOf(isKept: (row: EventRow) => boolean | undefined): (rows: RowList) => EventRow[] {
  let kept: EventRow[] = [];
  let testedCount = 0;
  let last: RowList | undefined;
  return (rows) => {
    if (rows !== last) {
      kept = [];
      testedCount = 0;
      last = rows;
    }
    for (const row of rows.from(testedCount)) if (isKept(row)) kept.push(row);
    testedCount = rows.length;
    return kept;
  };
}
