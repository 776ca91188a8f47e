import { isFiltered } from "#runs/store/runFilter.ts";
import type { RunQuery } from "#runs/store/runQuery.ts";
import type { SavedView } from "#runs/store/savedView.ts";
import type { RunsLayout } from "./runsLayout.ts";
import type { GroupRef, RunsOutline } from "./runsOutline.ts";

/**
 * The lists in view beside the store's own. Without a filter a new run is put into each; with one they are requested.
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
