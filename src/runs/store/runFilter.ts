import type { Run } from "#api/schemas.ts";
import { withoutUndefined } from "#base/stored.ts";
import { isUuid } from "#base/uuid.ts";
import { parseTime } from "#model/isoTime.ts";

/** The part of a query that the app's list answers (`listQuery.ts`). An absent field doesn't filter. */
export interface RunFilter {
  /** The statuses, any of which a run has. It is the API's own `status` parameter. */
  readonly statuses?: readonly string[];
  /** The API's own `user_id` parameter. */
  readonly userId?: string;
  /** The API's own `session_id` parameter: a UUID. */
  readonly sessionId?: string;
  /** Started no longer ago than this, in milliseconds. The API has no parameter for it, so loaded runs are left out. */
  readonly maxAge?: number;
  /** Runs of any of these connections, by name; by ID as it is stored. Only the list of several connections has it. */
  readonly connections?: readonly string[];
}

/** Whether the filter has any field. */
export function isFiltered(filter: RunFilter): boolean {
  return Object.values(filter).some(
    (value) => value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0),
  );
}

/** Whether a run matches the field that the API has no parameter for. @param now milliseconds since the epoch */
export function passesLocally(run: Run, { maxAge }: RunFilter, now: number): boolean {
  const started = maxAge === undefined ? undefined : parseTime(run.started_at);
  return maxAge === undefined || started === undefined || now - started <= maxAge;
}

/** A filter without empty fields, with each status once. */
export function tidyFilter(filter: RunFilter): RunFilter {
  const [statuses, connections] = [[...new Set(filter.statuses)], [...new Set(filter.connections)]];
  return withoutUndefined({
    statuses: statuses.length > 0 ? statuses : undefined,
    userId: filter.userId?.trim() ? filter.userId : undefined,
    sessionId: filter.sessionId || undefined,
    maxAge: filter.maxAge,
    connections: connections.length > 0 ? connections : undefined,
  });
}

/** A filter as a script gives it; text is for the search. */
export type GivenFilter = RunFilter & { readonly text?: string };
type Check = (value: unknown) => string | undefined;

/** The check of each field, in the order in which problems are reported. */
const fieldChecks: Readonly<Record<keyof GivenFilter, Check>> = {
  statuses: (value) =>
    Array.isArray(value) && value.every((each) => typeof each === "string" && each.trim() !== "")
      ? undefined
      : 'expected a list of statuses, such as ["failed"].',
  userId: (value) => (typeof value === "string" ? undefined : "expected a string."),
  sessionId: (value) =>
    typeof value === "string" && (value === "" || isUuid(value)) ? undefined : "expected a session ID, a UUID.",
  connections: (value) =>
    Array.isArray(value) && value.every((each) => typeof each === "string" && each.trim() !== "")
      ? undefined
      : "expected a list of names of connections.",
  text: (value) => (typeof value === "string" ? undefined : "expected a string."),
  maxAge: (value) =>
    typeof value === "number" && Number.isFinite(value) && value > 0
      ? undefined
      : "expected the maximum age in milliseconds.",
};

/** The field and the reason that make a value from outside an invalid filter: `sessionId: expected …`. */
export function filterProblem(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return `filter: expected a query, or an object with any of ${Object.keys(fieldChecks).join(", ")}.`;
  }
  for (const [field, given] of Object.entries(value)) {
    if (!Object.hasOwn(fieldChecks, field))
      return `${field}: a filter has only ${Object.keys(fieldChecks).join(", ")}.`;
    const problem = given === undefined ? undefined : fieldChecks[field as keyof GivenFilter](given);
    if (problem) return `${field}: ${problem}`;
  }
  return undefined;
}
