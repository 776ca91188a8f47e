import { isFiltered, type RunsLayout, type SavedView } from "./filters/runFilter.ts";
import type { RunQuery } from "./runQuery.ts";
import type { GroupRef, RunsOutline } from "./runsOutline.ts";

/**
 * The lists in sight that the store's own view does not keep up to date: of open groups, and of saved views whose count
 * shows. What comes while nothing is filtered finds its way into every list; behind a filter it has to be asked for.
 */
export function queriesInSight(
  outline: RunsOutline,
  layout: RunsLayout,
  views: readonly SavedView[],
  open: readonly GroupRef[],
): RunQuery[] {
  const ownOpen = open.filter(({ by }) => by === "view" || (by === layout.groupBy && by !== "status"));
  const counted = views.filter(({ batch }) => !batch).map(({ id }): GroupRef => ({ by: "view", value: id }));
  const stale = counted.filter((ref) => isFiltered(layout.filter) || outline.group(ref)?.isPreview);
  return [...ownOpen, ...stale].map((ref) => outline.query(ref)).filter((query) => query !== undefined);
}
