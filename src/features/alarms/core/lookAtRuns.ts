import type { RunsApi } from "#api/contract.ts";
import type { AlarmMark } from "./alarmMark.ts";
import type { AlarmRule } from "./alarmRule.ts";
import { type Hit, matchRuns } from "./matchRuns.ts";
import { readNews } from "./readNews.ts";

interface Look {
  hits: Hit[];
  mark: AlarmMark;
}

/**
 * Looks once at what an app's runs did since the mark. What had ended at the first look is no news.
 *
 * @throws ApiError, and then the same mark is looked from again
 */
export async function lookAtRuns(
  api: Pick<RunsApi, "getRun" | "listRuns">,
  rules: ReadonlyMap<string, AlarmRule>,
  mark: AlarmMark | undefined,
  { now, signal }: { now: number; signal: AbortSignal },
): Promise<Look> {
  const { runs, gone, newest, seen, time } = await readNews(api, mark, signal);
  const learns = [...rules.values()].some(({ occasion }) => occasion.kind === "new-cause") && !mark?.causes;
  const known = learns ? await failedBefore(api, rules, { now, signal }) : mark?.causes;
  const before = { open: mark?.open ?? {}, causes: known };
  const { hits, open, causes } = matchRuns(rules, runs, before, time ?? now);
  for (const id of gone) delete open[id];
  const told = mark ? hits : hits.filter(({ run }) => Object.hasOwn(open, run.id));
  return { hits: told, mark: { newest, seen, open, ...(causes && { causes }) } };
}

/** The causes of the latest failures, which aren't new to anybody. */
async function failedBefore(
  api: Pick<RunsApi, "listRuns">,
  rules: ReadonlyMap<string, AlarmRule>,
  { now, signal }: { now: number; signal: AbortSignal },
): Promise<string[]> {
  const { data } = await api.listRuns({ status: "failed", sort: "-started_at", page_size: 100 }, { signal });
  return matchRuns(rules, data, { open: {}, causes: [] }, now).causes ?? [];
}
