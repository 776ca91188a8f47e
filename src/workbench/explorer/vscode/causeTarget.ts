import * as z from "zod";
import { readAs } from "#base/stored.ts";
import { iconText } from "#base/text/iconText.ts";
import { showPick } from "#host/dialogs.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import { isRow } from "#host/givenArgument.ts";
import { countOf } from "#model/counts.ts";
import { type Cause, causeMessage, causesOfRuns, causeTitle } from "#runs/failures/causes.ts";
import type { RunStore } from "#runs/store/runStore.ts";
import { countedQuery } from "#runs/store/storeView.ts";
import type { App } from "#workbench/app.ts";
import { requireSession } from "#workbench/connections/vscode/guards.ts";
import type { Act } from "#workbench/core/acts.ts";
import { point } from "#workbench/core/points.ts";

type Context = Pick<App, "activeRuns">;

/** Number of failed runs that are read to choose one of their causes. */
const maxFailures = 1_000;

const targetSchema = z.object({
  connectionId: z.string(),
  id: z.string(),
  title: z.string(),
  /** The newest first. */
  runIds: z.array(z.string()),
});
export type CauseTarget = z.infer<typeof targetSchema>;

/** What can be done with a cause of failures: entries of its menu. */
export const causeActs = point<Act<CauseTarget>>("actions on causes");

const rowSchema = z.object({ kind: z.literal("group"), by: z.literal("cause"), value: z.string() });

export function targetOf(connectionId: string, cause: Cause): CauseTarget {
  return { connectionId, id: cause.id, title: causeTitle(cause), runIds: cause.runs.map(({ id }) => id) };
}

/** The cause that an argument names: a row of the explorer, or a cause of Insights. */
export function namedCause({ activeRuns }: Context, argument: unknown): CauseTarget | undefined {
  const given = readAs(targetSchema, argument);
  const row = readAs(rowSchema, argument);
  if (given || !row) return given;
  const { connectionId, store } = requireSession(activeRuns);
  const cause = causesIn(store).find(({ id }) => id === row.value);
  return cause && targetOf(connectionId, cause);
}

/** The causes of the known runs, as the explorer groups them. */
function causesIn(store: RunStore): Cause[] {
  const originOf = store.origins();
  return causesOfRuns(store.runs().filter(({ id }) => originOf(id) === undefined));
}

/**
 * Finds the cause for a command: by its row in the explorer, from Insights, otherwise the person chooses one of the
 * known runs' causes.
 *
 * @returns `undefined` when the person was asked and canceled
 */
export async function findCause(
  { activeRuns }: Context,
  argument: unknown,
  title: string,
): Promise<CauseTarget | undefined> {
  const named = namedCause({ activeRuns }, argument);
  if (named) return named;
  const { connectionId, store } = requireSession(activeRuns);
  await store.loadAll(countedQuery("failed"), { maxRuns: maxFailures });
  const causes = causesIn(store);
  if (isRow(argument)) throw new NothingToDo("This row isn't a cause. Group the runs by cause of failure first.");
  if (causes.length === 0) throw new NothingToDo("No failed run is loaded, so there is no cause to choose.");
  const items = causes.map((cause) => ({
    label: iconText(causeTitle(cause)),
    description: countOf(cause.runs.length, "run"),
    detail: iconText(causeMessage(cause)),
    cause,
  }));
  const chosen = await showPick(items, { title, matchOnDetail: true });
  return chosen && targetOf(connectionId, chosen.cause);
}
