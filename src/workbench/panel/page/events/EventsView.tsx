import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { formatCount } from "#model/counts.ts";
import { justBefore } from "#model/eventPosition.ts";
import { Chip } from "#ui/Chip.tsx";
import { Empty } from "#ui/Empty.tsx";
import { matchWords, type ListPosition, positionIn, stepTo } from "#ui/find.ts";
import { useTypedMatch } from "#ui/hooks/useTypedMatch.ts";
import { focusOn } from "#ui/reveal.ts";
import { SearchField } from "#ui/SearchField.tsx";
import type { EventCounts, EventGroup } from "#workbench/panel/page/eventViews.ts";
import { usePanel } from "#workbench/panel/page/host.ts";
import type { EventsFound } from "#workbench/panel/page/state/panelState.ts";
import { type EventFilter, noFilter } from "#workbench/panel/page/state/viewMemory.ts";
import { showInStory } from "#workbench/panel/page/story/openStory.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import { EventDetails } from "./EventDetails.tsx";
import { EventsGrid, type EventsProps } from "./EventsGrid.tsx";
import { useEventLines } from "./useEventLines.ts";
import { holdPosition } from "./useEventPosition.ts";

export function EventsView(props: EventsProps) {
  const { rows, marks } = props.state;
  if (rows.length > 0 || marks.length > 0) return <Events {...props} />;
  return <Empty icon="symbol-event" title="No events yet" text="Events are listed as they arrive." />;
}

function Events(props: EventsProps) {
  const { state, memory } = props;
  const { host, dispatch } = usePanel();
  const { detail, rows, totals } = state;
  const events = useEventLines(state, memory);
  const { filter, matches, query, lines, found, finder } = events;
  const field = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const view = useRef<HTMLDivElement>(null);
  /** An event that a link led to. It is scrolled into view once. */
  const [shown, show] = useState<{ sequence: number }>();
  const selected = detail?.sequence;
  const select = (sequence: number | undefined): void => {
    memory.selected = sequence;
    dispatch({ type: "selectEvent", sequence });
    if (sequence === undefined) return;
    // A line of neighbours may hide it, also once its row arrives.
    if (lines.at(lines.lineOf(sequence))?.row?.sequence !== sequence) events.setOpen(sequence, true);
    host.post({ type: "showEvent", sequence });
  };
  useEffect(() => {
    if (memory.selected !== undefined && detail === undefined) select(memory.selected);
  }, [memory]);
  const matchPosition = (sequence = 0): ListPosition => positionIn(matches, (row) => row.sequence - sequence);
  const step = (by: 1 | -1): void => {
    // The event that was selected last may not be drawn yet.
    const from = matchPosition(memory.selected ?? memory.place?.sequence);
    const match = matches.length > 0 ? matches[stepTo(matches.length, from, by)] : undefined;
    if (!match) return;
    select(match.sequence);
    show({ sequence: match.sequence });
  };
  const typed = useTypedMatch(query, matches.length, () => {
    const match = matches[matchPosition(memory.selected ?? memory.place?.sequence).index] ?? matches[0];
    if (match) show({ sequence: match.sequence });
  });
  const at = selected === undefined ? undefined : matchPosition(selected);
  /** Closes what was opened last: the search, then the details. */
  const onEscape = (): void => (query === "" ? select(undefined) : events.setQuery(""));
  const list = (next: EventFilter): void => {
    holdPosition(grid.current, lines, memory, selected);
    events.setFilter(next);
  };
  return (
    <div class="ev" ref={view}>
      <EventToolbar filter={filter} counts={totals.counts} onFilter={list}>
        <SearchField
          label="Search events"
          query={query}
          matches={query === "" ? "" : matchWords(matches.length, at?.isAt ? at.index : undefined, !found?.done)}
          field={field}
          onQuery={(next) => {
            typed(next);
            events.setQuery(next);
          }}
          onStep={step}
          onLeave={() => focusOn(grid.current)}
        />
      </EventToolbar>
      <Unsearched found={found} />
      <div class={`two${detail ? " split" : ""}`}>
        {lines.length === 0 ? (
          <NoneListed count={rows.length} onAll={() => list(noFilter)} />
        ) : (
          <EventsGrid
            {...props}
            events={events}
            grid={grid}
            selected={selected}
            shown={shown}
            onSelect={select}
            onEscape={onEscape}
            onEnter={() => focusOn(view.current?.querySelector<HTMLElement>(".detail pre"))}
          />
        )}
        {detail && (
          <EventDetails
            detail={detail}
            type={rows.at(rows.countUpTo(justBefore(detail.sequence)))?.type ?? ""}
            memory={memory}
            finder={finder}
            onStory={() => {
              const stepSequence = storySequence(state.story, detail.sequence);
              if (stepSequence !== undefined) showInStory(stepSequence, state.story.length, props.story, dispatch);
            }}
            onRetry={() => select(detail.sequence)}
            onClose={() => {
              select(undefined);
              focusOn(grid.current);
            }}
          />
        )}
      </div>
    </div>
  );
}

function NoneListed({ count, onAll }: { count: number; onAll: () => void }) {
  const text = `The filter hides ${count === 1 ? "the only event" : `all ${formatCount(count)} events`}.`;
  return <Empty icon="filter" title="No event of this kind" text={text} link={{ label: "Show All", go: onAll }} />;
}

const filterGroups: [EventGroup, string][] = [
  ["text", "Text"],
  ["tools", "Tools"],
  ["requests", "Requests"],
  ["run", "Run"],
  ["data", "Data"],
  ["other", "Other"],
];

interface ToolbarProps {
  filter: EventFilter;
  /** The counts of the whole run, whatever the filter. */
  counts: EventCounts | undefined;
  onFilter: (filter: EventFilter) => void;
  children: ComponentChildren;
}

/** The filter of the list, with the count of each group. */
function EventToolbar({ filter, counts, onFilter, children }: ToolbarProps) {
  return (
    <div class="bar">
      {children}
      <div class="chips" role="group" aria-label="Filter by type">
        {filterGroups.map(([group, name]) => (
          <Chip
            key={group}
            name={name}
            count={counts?.[group]}
            pressed={filter.filterGroups.includes(group)}
            onPress={() => onFilter({ ...filter, filterGroups: toggled(filter.filterGroups, group) })}
          />
        ))}
        <Chip
          name="Failed Only"
          icon="error"
          count={counts?.failed}
          pressed={filter.failedOnly}
          onPress={() => onFilter({ ...filter, failedOnly: !filter.failedOnly })}
        />
      </div>
    </div>
  );
}

function toggled<T>(all: readonly T[], one: T): T[] {
  return all.includes(one) ? all.filter((each) => each !== one) : [...all, one];
}

/** Says which events a search has left out, and offers to search them. */
function Unsearched({ found }: { found: EventsFound | undefined }) {
  const { host } = usePanel();
  if (!found || found.unsearched === 0) return null;
  const count = formatCount(found.unsearched);
  const [subject, verb, search] =
    found.unsearched === 1
      ? ["The oldest event", "was", "Search It"]
      : [`The oldest ${count} events`, "were", "Search Them"];
  return (
    <p class="unsearched" role="status">
      {found.error === undefined ? `${subject} ${verb} not searched.` : `${subject} couldn't be loaded: ${found.error}`}{" "}
      {found.done && (
        <button type="button" class="link" onClick={() => host.post({ type: "searchPast" })}>
          {found.error === undefined ? search : "Retry"}
        </button>
      )}
    </p>
  );
}

/** The step of an event in the story: the sequence of the last step that had begun by then. */
function storySequence(story: readonly StepView[], sequence: number): number | undefined {
  return story.findLast((step) => step.sequence <= sequence)?.sequence;
}
