import type { Run } from "../../../api/schemas.ts";
import type { JsonPath } from "../../../base/json/jsonPath.ts";
import { parseTime } from "../../../model/isoTime.ts";
import { runTitle } from "../../labels/runLabel.ts";
import type { RunSet } from "../runSet.ts";

/** Which runs a person wants to see. What is absent does not matter; an empty filter lets every run through. */
export interface RunFilter {
  /** Any of them; the API's own `status` parameter. */
  readonly statuses?: readonly string[];
  /** The API's own `user_id` parameter. */
  readonly userId?: string;
  /** The API's own `session_id` parameter: a UUID. */
  readonly sessionId?: string;
  /**
   * Free text, in any case, in the id, the label, the user or the session. The API cannot search: over what is loaded.
   */
  readonly text?: string;
  /** Started no longer ago than this, in milliseconds. The API has no parameter for it either. */
  readonly maxAge?: number;
}

/** A filter that is kept under a name, as a root of the explorer; or the runs of a batch, which have no filter. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  readonly filter: RunFilter;
  readonly batch?: BatchRuns;
}

/** What a batch has come to. */
export interface BatchRuns {
  readonly runs: RunSet;
  /** Whether its lines are being sent. */
  readonly isSending: boolean;
  /** How many of its lines are not sent, have failed, or may or may not have become runs. */
  readonly waiting: number;
  readonly failed: number;
  readonly unknown: number;
}

export type GroupBy = "status" | "session" | "user" | "day";

/** `newest` and `oldest` by start, `ended` by end (latest first), `duration` (longest first). */
export type SortBy = "newest" | "oldest" | "ended" | "duration";

/** How the explorer shows the runs. */
export interface RunsLayout {
  readonly filter: RunFilter;
  readonly groupBy: GroupBy;
  readonly sortBy: SortBy;
}

/** Whether anything is filtered at all. */
export function isFiltered(filter: RunFilter): boolean {
  return Object.values(filter).some(
    (value) => value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0),
  );
}

/**
 * Whether a run passes the parts of a filter that the API has no parameter for.
 *
 * @param now milliseconds since the epoch
 * @param titlePath where the run's title stands
 */
export function passesLocally(run: Run, { text, maxAge }: RunFilter, now: number, titlePath?: JsonPath): boolean {
  if (maxAge !== undefined) {
    const started = parseTime(run.started_at);
    if (started !== undefined && now - started > maxAge) return false;
  }
  const wanted = text?.trim().toLowerCase();
  if (!wanted) return true;
  const told = [run.id, runTitle(run, titlePath), run.user_id ?? "", run.session_id ?? ""];
  return told.some((each) => each.toLowerCase().includes(wanted));
}
