import type { RunsApi } from "#api/contract.ts";
import type { AlarmMark } from "./alarmMark.ts";
import type { AlarmRule } from "./alarmRule.ts";
import { type Hit, matchRuns } from "./matchRuns.ts";
import { readNews } from "./readNews.ts";

/** Alarms by their ids. */
type Rules = ReadonlyMap<string, AlarmRule>;

interface Look {
  hits: Hit[];
  mark: AlarmMark;
  /** Whether there were more new runs than one look reads: the older ones weren't looked at. */
  isCut: boolean;
}

/**
 * Looks once at what an app's runs did since the mark. What had ended at the first look is no news.
 *
 * @param readRules called once the runs are read: an alarm that is made meanwhile misses none
 * @throws ApiError, and then the same mark is looked from again
 */
export async function lookAtRuns(
  api: Pick<RunsApi, "getRun" | "listRuns">,
  readRules: () => Rules | Promise<Rules>,
  mark: AlarmMark | undefined,
  { now, signal }: { now: number; signal: AbortSignal },
): Promise<Look> {
  const { runs, gone, newest, seen, time, isCut } = await readNews(api, mark, signal);
  const rules = await readRules();
  const learns = [...rules.values()].some(({ occasion }) => occasion.kind === "new-cause") && !mark?.causes;
  const known = learns ? await failedBefore(api, rules, { now, signal }) : mark?.causes;
  const before = { open: mark?.open ?? {}, causes: known };
  const { hits, open, causes } = matchRuns(rules, runs, before, time ?? now);
  for (const id of gone) delete open[id];
  const news = mark ? hits : hits.filter(({ run }) => Object.hasOwn(open, run.id));
  return { hits: news, mark: { newest, seen, open, ...(causes && { causes }) }, isCut };
}

/** The causes of the latest failures, which aren't new to anybody. */
async function failedBefore(
  api: Pick<RunsApi, "listRuns">,
  rules: Rules,
  { now, signal }: { now: number; signal: AbortSignal },
): Promise<string[]> {
  const { data } = await api.listRuns({ status: "failed", sort: "-started_at", page_size: 100 }, { signal });
  return matchRuns(rules, data, { open: {}, causes: [] }, now).causes ?? [];
}
