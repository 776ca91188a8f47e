import { isFiltered } from "./runFilter.ts";
import type { RunQuery } from "./runQuery.ts";
import type { RunsLayout } from "./runsLayout.ts";
import type { GroupRef, RunsOutline } from "./runsOutline.ts";
import type { SavedView } from "./savedView.ts";

/**
 * The lists in view that the store's own view doesn't keep up to date: of expanded groups, and of saved views whose
 * count is visible. Without a filter a new run is put into every list. With a filter those lists have to be requested.
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
