import { countOf, formatCount } from "../../../model/counts.ts";
import type { Coverage } from "../indexTypes.ts";

/**
 * What was searched, as the first line of every result: *1,240 of about 18,300 runs, back to 3 November*.
 *
 * @param now milliseconds since the epoch: a day of another year has its year
 */
export function coverageText(coverage: Coverage, now: number): string {
  const { runs, back } = coverageParts(coverage, now);
  return back === undefined ? runs : `${runs}, ${back}`;
}

/** The same in two parts, for a row: *1,240 of about 18,300 runs* and *back to 3 November*. */
export function coverageParts(coverage: Coverage, now: number): { runs: string; back?: string | undefined } {
  const { indexed, total = 0, back } = coverage;
  const searched = searchedRuns(coverage);
  const runs = total <= searched ? countOf(searched, "run") : partOf(searched, total);
  return { runs, back: back === undefined || indexed === 0 ? undefined : `back to ${dayOf(back, now)}` };
}

/** How many runs a search looks at: those with all their events, and those that are known as the list has them. */
export function searchedRuns({ indexed, listed = 0 }: Coverage): number {
  return indexed + listed;
}

/** How many runs the index doesn't have, as far as the app has said. */
export function missingRuns({ indexed, total = 0 }: Coverage): number {
  return Math.max(0, total - indexed);
}

/** How many runs can be indexed: those that the list has shown, and those that it hasn't. One that goes on can't be. */
export function unindexedRuns(coverage: Coverage): number {
  const { listed = 0, unread = 0 } = coverage;
  return Math.max(unread, missingRuns(coverage) - (listed - unread));
}

function partOf(indexed: number, total: number): string {
  return `${formatCount(indexed)} of about ${countOf(total, "run")}`;
}

/** *3 November*, *3 November 2025*. */
function dayOf(time: number, now: number): string {
  const date = new Date(time);
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  const year = sameYear ? {} : { year: "numeric" as const };
  return date.toLocaleDateString("en-GB", { day: "numeric", month: "long", ...year });
}
