import { NothingToDo } from "../../host/errors/userError.ts";
import { FailureCauses } from "../../runs/failures/failureCauses.ts";
import type { GivenRuns } from "../../views/search/givenRuns.ts";
import type { App } from "../app.ts";
import { findCause } from "./causeTarget.ts";

type Needs = Pick<App, "activeRuns" | "facts" | "results" | "showResults">;

/** Shows all known runs of a cause in the view of the search results. */
export async function showCauseRuns(context: Needs, argument: unknown): Promise<void> {
  const cause = await findCause(context, argument, "Show the runs of which cause?");
  if (!cause) return;
  const { connectionId, title, fingerprints, runIds } = cause;
  const { facts, coverage } = await context.facts.read(connectionId);
  const known = new FailureCauses().ofFacts(facts).find((each) => each.fingerprints.some(isOneOf(fingerprints)));
  const runs = known?.runs ?? facts.filter(({ id }) => runIds.includes(id));
  await showRuns(context, { connectionId, title, runs, coverage });
}

/** Shows runs that weren't searched, such as those behind a figure. Each row opens its run. */
export async function showRuns(
  { results, showResults }: Pick<App, "results" | "showResults">,
  given: GivenRuns,
): Promise<void> {
  if (given.runs.length === 0) throw new NothingToDo("There is no run behind this figure.");
  results.showRuns(given);
  await showResults();
}

function isOneOf(fingerprints: readonly string[]): (fingerprint: string) => boolean {
  return (fingerprint) => fingerprints.includes(fingerprint);
}
