import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { finderOf } from "../../../../base/text/textFinder.ts";
import type { EventRow } from "../eventViews.ts";
import type { Host } from "../host.ts";
import { type EventFilter, isFiltered, passes } from "../state/eventFilter.ts";
import type { EventsFound } from "../state/eventsFound.ts";
import type { PanelState } from "../state/panelState.ts";
import { RowList } from "../state/rowList.ts";
import type { EventsMemory } from "../state/viewMemory.ts";
import { EventFolds } from "./eventFolds.ts";
import { EventLines } from "./eventLines.ts";

export interface ListedEvents {
  filter: EventFilter;
  setFilter: (filter: EventFilter) => void;
  query: string;
  setQuery: (query: string) => void;
  /** Finds the query in a text. */
  finder: RegExp | undefined;
  listed: RowList;
  lines: EventLines;
  /** Shows or hides the neighbours of an event that are listed as one line. */
  setOpen: (sequence: number, open: boolean) => void;
  matches: readonly EventRow[];
  /** How far the extension has searched. */
  found: EventsFound | undefined;
}

/** The listed and the found events of a run. When events arrive, only these are checked. */
export function useEventLines(state: PanelState, memory: EventsMemory, host: Host): ListedEvents {
  const { rows, past, marks } = state;
  const [filter, setFilter] = useState(memory.filter);
  const [query, setQuery] = useState(memory.query);
  const [open, setOpen] = useState(memory.open);
  const filtered = useMemo(() => new FilteredRows((row) => passes(filter, row)), [filter, past.version]);
  const kept = isFiltered(filter) ? filtered.of(rows) : undefined;
  const listed = useMemo(() => (kept ? new RowList(kept) : rows), [kept, rows]);
  const finder = useMemo(() => finderOf(query), [query]);
  const found = useEventSearch(query, state.found, host);
  // The texts of the rows are searched at once, the rest of the events by the extension.
  const matching = useMemo(
    () =>
      new FilteredRows(
        ({ sequence, type, source = "", summary = "" }) =>
          finder !== undefined &&
          (found?.sequences.has(sequence) || finder.test(summary) || finder.test(type) || finder.test(source)),
      ),
    [finder, filtered, found],
  );
  const matches = finder ? matching.of(listed) : [];
  const folds = useMemo(() => new EventFolds(marks, open), [listed.order, marks, open]).take(listed);
  const lines = useMemo(() => new EventLines(listed, marks, folds), [listed, listed.length, marks, folds]);
  return {
    filter,
    setFilter: (next) => {
      memory.filter = next;
      setFilter(next);
    },
    query,
    setQuery: (next) => {
      memory.query = next;
      setQuery(next);
    },
    finder,
    listed,
    lines,
    setOpen: (sequence, isOpen) => {
      const { first, last } = lines.foldAround(sequence) ?? { first: sequence, last: sequence };
      const rest = [...memory.open].filter((each) => each < first || each > last);
      memory.open = new Set(isOpen ? [...rest, sequence] : rest);
      setOpen(memory.open);
    },
    matches,
    found,
  };
}

/** In milliseconds. The search waits for a pause in typing, so that results for the first letters don't interrupt. */
const typingPause = 120;

/** Asks the extension, which has all events, to search them for a text. Returns the results so far. */
function useEventSearch(query: string, found: EventsFound | undefined, host: Host): EventsFound | undefined {
  // After a snapshot the state of the search is lost, so it starts again.
  const unknown = found === undefined;
  const asked = useRef("");
  useEffect(() => {
    if (query === "" || (!unknown && asked.current === query)) return undefined;
    const timer = setTimeout(() => {
      asked.current = query;
      host.post({ type: "search", query });
    }, typingPause);
    return () => clearTimeout(timer);
  }, [query, unknown]);
  useEffect(() => () => host.post({ type: "search", query: "" }), []);
  return query !== "" && found?.query === query ? found : undefined;
}

/**
 * The rows of a growing list that pass a test. When the list has only grown since the last call, only new rows are
 * tested.
 */
class FilteredRows {
  readonly #isKept: (row: EventRow) => boolean;
  #kept: EventRow[] = [];
  #known = 0;
  #all: RowList | undefined;

  constructor(isKept: (row: EventRow) => boolean) {
    this.#isKept = isKept;
  }

  /** The returned list grows as well: it stays the same object as long as the whole list only grows. */
  of(all: RowList): EventRow[] {
    if (all !== this.#all) {
      this.#kept = [];
      this.#known = 0;
      this.#all = all;
    }
    for (const row of all.from(this.#known)) if (this.#isKept(row)) this.#kept.push(row);
    this.#known = all.length;
    return this.#kept;
  }
}
