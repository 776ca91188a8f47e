import { oneLine } from "#base/text/oneLine.ts";
import { nearestGoodRun } from "#features/insights/core/nearestGoodRun.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import { runInputStep } from "#host/steps/inputStep.ts";
import { countedQuery } from "#runs/store/storeView.ts";
import type { App } from "#workbench/app.ts";
import { requireSession } from "#workbench/connections/vscode/guards.ts";
import { findCause } from "#workbench/explorer/vscode/causeTarget.ts";
import { compare } from "#workbench/panel/vscode/runPoints.ts";
import type { InsightsServices } from "./services.ts";

/** Number of completed runs that are read to find one to compare with. */
const maxGoodRuns = 500;
/** In characters: the fields of an app may have long names. */
const maxReasonLength = 120;

type Context = Pick<App, "activeRuns" | "knownCauses" | "points" | "reports" | "sessions"> &
  Pick<InsightsServices, "facts" | "insights">;

/** Shows the figures of the active app's runs. */
export function showInsights({ activeRuns, insights }: Context): void {
  insights.show({ connectionId: requireSession(activeRuns).connectionId });
}

/**
 * Compares the newest run of a cause, on the right, with the completed run whose input is most like its own, among
 * those that Insights and the list know, and says what they have in common.
 *
 * @returns the ids of the good run and the failed one
 */
export async function compareWithGoodRun(
  context: Context,
  argument: unknown,
): Promise<[good: string, failed: string] | undefined> {
  const cause = await findCause(context, argument, "Compare the newest run of which cause?");
  const [runId] = cause?.runIds ?? [];
  if (!cause || runId === undefined) return undefined;
  const { connectionId } = cause;
  const { store, api } = context.sessions.get(connectionId);
  await store.loadAll(countedQuery("completed"), { maxRuns: maxGoodRuns });
  const failed = store.get(runId) ?? (await (await api()).getRun(runId));
  const candidates = new Map([...context.facts.runs(connectionId), ...store.runs()].map((run) => [run.id, run]));
  const good = nearestGoodRun(failed, candidates.values());
  if (!good) throw new NothingToDo("This app has no completed run yet. Compare again when one has completed.");
  const why = oneLine(good.why, maxReasonLength);
  compare(context, { a: { connectionId, runId: good.run.id, why }, b: { connectionId, runId } });
  return [good.run.id, runId];
}

/** Marks a cause as known, with a note. @param note from a script; without it, the person is asked */
export async function markCauseAsKnown(context: Context, argument: unknown, note: unknown): Promise<void> {
  const cause = await findCause(context, argument, "Mark which cause as known?");
  if (!cause) return;
  const { connectionId, id, title } = cause;
  const before = context.knownCauses.known(connectionId, id)?.note ?? "";
  const prompt = "Note (optional), such as the issue that tracks it";
  const text =
    typeof note === "string"
      ? note
      : (await runInputStep({ title: `Mark as Known: ${title}`, prompt, value: before, check: () => undefined }))
          ?.value;
  if (text !== undefined) await context.knownCauses.mark(connectionId, id, text);
}

/** Takes the mark of a known cause away. */
export async function forgetKnownCause(context: Context, argument: unknown): Promise<void> {
  const cause = await findCause(context, argument, 'Remove the "Known" mark from which cause?');
  if (cause) await context.knownCauses.unmark(cause.connectionId, cause.id);
}
