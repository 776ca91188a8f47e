import { type GroupView, maxSelected, type RowView } from "./queueViews.ts";

/** Whether a row can be one of several that are answered at once. */
export function canSelect({ fixed, state }: RowView): boolean {
  return fixed === "" && (state === "waits" || state === "failed");
}

/** The ids that can stay selected: of rows that still wait, all in one group. */
export function stillSelected(groups: readonly GroupView[], selected: readonly string[]): readonly string[] {
  const selectedIds = new Set(selected);
  const group = groups.find(({ rows }) => rows.some(({ id }) => selectedIds.has(id)));
  return group?.rows.filter((row) => selectedIds.has(row.id) && canSelect(row)).map(({ id }) => id) ?? [];
}

/** Selects a row or, if it is selected, no longer. In another group it starts anew. */
export function toggled(group: GroupView, selected: readonly string[], id: string): readonly string[] {
  const mine = ofGroup(group, selected);
  return mine.includes(id) ? mine.filter((each) => each !== id) : withSelected(group, mine, [id]);
}

/** Selects rows beside those that are selected in the group, at most fifty. */
export function withSelected(group: GroupView, selected: readonly string[], ids: readonly string[]): readonly string[] {
  const able = group.rows.filter((row) => ids.includes(row.id) && canSelect(row)).map(({ id }) => id);
  return [...new Set([...ofGroup(group, selected), ...able])].slice(0, maxSelected);
}

/** The box of a group: all rows in sight, or none if all of them are selected. */
export function boxPressed(group: GroupView, selected: readonly string[]): readonly string[] {
  const able = group.rows.filter(canSelect).map(({ id }) => id);
  const hasAll = able.slice(0, maxSelected).every((id) => selected.includes(id));
  return hasAll ? ofGroup(group, selected).filter((id) => !able.includes(id)) : withSelected(group, selected, able);
}

function ofGroup({ rows }: GroupView, selected: readonly string[]): readonly string[] {
  return rows.filter(({ id }) => selected.includes(id)).map(({ id }) => id);
}
