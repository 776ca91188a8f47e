import { isUuid } from "../../../base/uuid.ts";
import { groupWords, sortWords } from "./filterWords.ts";
import type { GroupBy, RunFilter, SortBy } from "./runFilter.ts";

type Check = (value: unknown) => string | undefined;

/** The check of each field, in the order in which problems are reported. */
const checks: Readonly<Record<keyof RunFilter, Check>> = {
  statuses: (value) =>
    Array.isArray(value) && value.every((each) => typeof each === "string" && each.trim() !== "")
      ? undefined
      : 'expected a list of statuses, such as ["failed"].',
  userId: (value) => (typeof value === "string" ? undefined : "expected a string."),
  sessionId: (value) =>
    typeof value === "string" && (value === "" || isUuid(value)) ? undefined : "expected a session's id, a UUID.",
  text: (value) => (typeof value === "string" ? undefined : "expected a string."),
  maxAge: (value) =>
    typeof value === "number" && Number.isFinite(value) && value > 0
      ? undefined
      : "expected how old a run may be, in milliseconds, above 0.",
};

/** The field and the reason that make a value from outside an invalid filter: `sessionId: expected …`. */
export function filterProblem(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return `filter: expected an object with any of ${Object.keys(checks).join(", ")}.`;
  }
  for (const [field, given] of Object.entries(value)) {
    if (!Object.hasOwn(checks, field)) return `${field}: a filter has only ${Object.keys(checks).join(", ")}.`;
    const problem = given === undefined ? undefined : checks[field as keyof RunFilter](given);
    if (problem) return `${field}: ${problem}`;
  }
  return undefined;
}

/** A filter that is being edited. A field that is `undefined` doesn't filter. */
export type LooseFilter = { readonly [Field in keyof RunFilter]: RunFilter[Field] | undefined };

/** A filter without empty fields, with each status once. */
export function tidyFilter(filter: LooseFilter): RunFilter {
  const statuses = [...new Set(filter.statuses)];
  const text = filter.text?.trim();
  return {
    ...(statuses.length > 0 ? { statuses } : {}),
    ...(filter.userId?.trim() ? { userId: filter.userId } : {}),
    ...(filter.sessionId ? { sessionId: filter.sessionId } : {}),
    ...(text ? { text } : {}),
    ...(filter.maxAge === undefined ? {} : { maxAge: filter.maxAge }),
  };
}

export function isGroupBy(value: unknown): value is GroupBy {
  return typeof value === "string" && Object.hasOwn(groupWords, value);
}

export function isSortBy(value: unknown): value is SortBy {
  return typeof value === "string" && Object.hasOwn(sortWords, value);
}
