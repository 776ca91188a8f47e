import { NothingToDo } from "../../host/errors/userError.ts";
import { nearestGoodRun } from "../../runs/failures/nearestGoodRun.ts";
import { countedQuery } from "../../runs/store/storeView.ts";
import type { App } from "../app.ts";
import { findCause } from "./causeTarget.ts";

type Needs = Pick<App, "activeRuns" | "comparisons" | "sessions">;

/**
 * Compares the newest run of a cause, on the right, with the completed run whose input is most like its own.
 *
 * @returns the ids of the good run and the failed one
 */
export async function compareWithGoodRun(
  context: Needs,
  argument: unknown,
): Promise<[good: string, failed: string] | undefined> {
  const cause = await findCause(context, argument, "Compare a run of which cause?");
  const [runId] = cause?.runIds ?? [];
  if (!cause || runId === undefined) return undefined;
  const { connectionId } = cause;
  const { store, api } = context.sessions.get(connectionId);
  const completed = countedQuery("completed");
  if (!store.list(completed).isRead) await store.read(completed);
  const failed = store.get(runId) ?? (await (await api()).getRun(runId));
  const good = nearestGoodRun(failed, store.runs());
  if (!good) throw new NothingToDo("This app has no completed run yet. Compare again when one has completed.");
  context.comparisons.open({ a: { connectionId, runId: good.id }, b: { connectionId, runId } });
  return [good.id, runId];
}
