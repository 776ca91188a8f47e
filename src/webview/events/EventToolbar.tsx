import type { ComponentChildren } from "preact";
import type { EventCounts, EventGroup } from "../../protocol/eventViews.ts";
import { type EventFilter, withGroup } from "../state/eventFilter.ts";
import { Chip } from "../ui/Chip.tsx";

const groups: [EventGroup, string][] = [
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
  counts: EventCounts;
  onFilter: (filter: EventFilter) => void;
  /** The search field. */
  children: ComponentChildren;
}

/** The filter of the list, with the count of each group. */
export function EventToolbar({ filter, counts, onFilter, children }: ToolbarProps) {
  return (
    <div class="bar">
      {children}
      <div class="chips" role="group" aria-label="Filter by type">
        {groups.map(([group, name]) => (
          <Chip
            key={group}
            name={name}
            count={counts[group]}
            pressed={filter.groups.includes(group)}
            onPress={() => onFilter(withGroup(filter, group))}
          />
        ))}
        <Chip
          name="Failed Only"
          icon="error"
          count={counts.failed}
          pressed={filter.failedOnly}
          onPress={() => onFilter({ ...filter, failedOnly: !filter.failedOnly })}
        />
      </div>
    </div>
  );
}
