import type { EventGroup, EventRow } from "../eventViews.ts";

export interface EventFilter {
  /** Groups add up; none means all. */
  groups: readonly EventGroup[];
  failedOnly: boolean;
}

export const noFilter: EventFilter = { groups: [], failedOnly: false };

export function isFiltered({ groups, failedOnly }: EventFilter): boolean {
  return groups.length > 0 || failedOnly;
}

export function passes({ groups, failedOnly }: EventFilter, row: EventRow): boolean {
  return (groups.length === 0 || groups.includes(row.group)) && (!failedOnly || row.failed === true);
}

export function withGroup(filter: EventFilter, group: EventGroup): EventFilter {
  const { groups } = filter;
  return { ...filter, groups: groups.includes(group) ? groups.filter((each) => each !== group) : [...groups, group] };
}
