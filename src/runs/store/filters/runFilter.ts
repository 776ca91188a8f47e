import type { Run } from "../../../api/schemas.ts";
import type { JsonPath } from "../../../base/json/jsonPath.ts";
import { parseTime } from "../../../model/isoTime.ts";
import { runTitle } from "../../labels/runLabel.ts";
import type { RunSet } from "../runSet.ts";

/** A person's selection of runs. An absent field doesn't filter, so an empty filter matches every run. */
export interface RunFilter {
  /** Any of these. It is the API's own `status` parameter. */
  readonly statuses?: readonly string[];
  /** The API's own `user_id` parameter. */
  readonly userId?: string;
  /** The API's own `session_id` parameter: a UUID. */
  readonly sessionId?: string;
  /**
   * Free text, in any case, in the id, label, user or session. The API has no search, so it searches the loaded runs.
   */
  readonly text?: string;
  /** Started no longer ago than this, in milliseconds. The API has no parameter for it. */
  readonly maxAge?: number;
}

/** A named filter as a root of the explorer, or a search or the runs of a batch, which have no filter. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  readonly filter: RunFilter;
  /** As it is typed in *Search Runs…*. What it finds isn't below its row, but in the view of the search results. */
  readonly search?: string | undefined;
  readonly batch?: BatchRuns;
}

/** The progress of a batch. */
export interface BatchRuns {
  readonly runs: RunSet;
  /** Whether its lines are being sent. */
  readonly isSending: boolean;
  /** How many of its lines aren't sent, have failed, or may have created runs. */
  readonly waiting: number;
  readonly failed: number;
  readonly unknown: number;
}

export type GroupBy = "status" | "session" | "user" | "day" | "cause";

/** `newest` and `oldest` by start, `ended` by end (latest first), `duration` (longest first). */
export type SortBy = "newest" | "oldest" | "ended" | "duration";

/** The layout of the explorer's runs. */
export interface RunsLayout {
  readonly filter: RunFilter;
  readonly groupBy: GroupBy;
  readonly sortBy: SortBy;
}

/** Whether the filter has any field. */
export function isFiltered(filter: RunFilter): boolean {
  return Object.values(filter).some(
    (value) => value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0),
  );
}

/**
 * Whether a run matches the fields that the API has no parameter for.
 *
 * @param now milliseconds since the epoch
 * @param titlePath the path of the run's title
 */
export function passesLocally(run: Run, { text, maxAge }: RunFilter, now: number, titlePath?: JsonPath): boolean {
  if (maxAge !== undefined) {
    const started = parseTime(run.started_at);
    if (started !== undefined && now - started > maxAge) return false;
  }
  const wanted = text?.trim().toLowerCase();
  if (!wanted) return true;
  const texts = [run.id, runTitle(run, titlePath), run.user_id ?? "", run.session_id ?? ""];
  return texts.some((each) => each.toLowerCase().includes(wanted));
}
