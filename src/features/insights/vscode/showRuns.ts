import type { GivenRuns } from "#features/search/vscode/searchResults.ts";
import type { SearchServices } from "#features/search/vscode/services.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import { factsOfRun } from "#runs/facts/factsOfRun.ts";
import type { App } from "#workbench/app.ts";
import { findCause } from "#workbench/explorer/vscode/causeTarget.ts";
import type { InsightsServices } from "./services.ts";

type Context = Pick<App, "activeRuns" | "sessions"> &
  Pick<InsightsServices, "facts"> &
  Pick<SearchServices, "results" | "showResults">;

/** Shows all known runs of a cause in the view of the search results. */
export async function showCauseRuns(context: Context, argument: unknown): Promise<void> {
  const cause = await findCause(context, argument, "Show the runs of which cause?");
  if (!cause) return;
  const { connectionId, title, runIds } = cause;
  const { facts } = await context.facts.read(connectionId);
  const { store } = context.sessions.get(connectionId);
  const factsById = new Map(facts.map((each) => [each.id, each]));
  // Exactly the runs that the row counts. Insights may not have read them yet.
  const runs = runIds.flatMap((id) => {
    const listed = store.get(id);
    return factsById.get(id) ?? (listed ? factsOfRun(listed) : []);
  });
  await showRuns(context, {
    connectionId,
    title,
    runs,
    coverage: { indexed: facts.length > 0 ? facts.length : store.runs().length },
  });
}

/** Shows runs that weren't searched, such as those behind a figure. Each row opens its run. */
export async function showRuns(
  { results, showResults }: Pick<SearchServices, "results" | "showResults">,
  given: GivenRuns,
): Promise<void> {
  if (given.runs.length === 0) throw new NothingToDo("This figure counts no runs.");
  results.showRuns(given);
  await showResults();
}
