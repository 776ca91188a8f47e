import type { RunsApi } from "../../api/contract.ts";
import type { Run } from "../../api/schemas.ts";
import { parseTime } from "../times.ts";
import type { Batch } from "./batch.ts";
import type { Baseline, LineState } from "./batchTypes.ts";
import { contentKey } from "./contentKey.ts";

const pageSize = 100;
/** Further back nothing is looked for: so many runs since a batch began are not a batch's own any more. */
const mostPages = 200;

type Lister = Pick<RunsApi, "listRuns">;

/** What the app has before a batch is sent: one request, which also shows that it can be reached. @throws ApiError */
export async function readBaseline(api: Lister): Promise<Baseline> {
  const { data } = await api.listRuns({ sort: "-started_at", page: 1, page_size: pageSize });
  const startedAt = data.find((run) => parseTime(run.started_at) !== undefined)?.started_at;
  const runIds = data.filter((run) => parseTime(run.started_at) === undefined || run.started_at === startedAt);
  return { ...(startedAt ? { startedAt } : {}), runIds: runIds.map(({ id }) => id) };
}

/**
 * Looks in the list of runs for the lines that were sent and never answered. Runs bear no mark of the line that made them:
 * one is taken for a line's when it has the line's content and no other line or run could be meant.
 *
 * @param at how the moment is called: `10:14`
 * @returns the runs that were found
 * @throws ApiError when the list cannot be read: the lines stay as they are
 */
export async function lookUpLines(batch: Batch, api: Lister, at: string): Promise<Run[]> {
  const lost = groupBy(batch.numbers("unknown"), (n) => contentKey(batch.lines[n]?.request ?? { input: undefined }));
  if (lost.size === 0) return [];
  const fresh = (await runsSince(batch.head.baseline, api)).filter(({ id }) => !batch.runIds.has(id));
  const untold = fresh.filter(({ input }) => input === undefined).length;
  const runs = groupBy(fresh, contentKey);
  const found: Run[] = [];
  const written: Promise<void>[] = [];
  for (const [key, numbers] of lost) {
    const candidates = runs.get(key) ?? [];
    const what = finding({ runs: candidates.length, untold, lines: numbers.length, at });
    for (const [i, n] of numbers.entries()) {
      const run = candidates.length === numbers.length ? candidates[i] : undefined;
      const { reason } = batch.states[n] as Extract<LineState, { kind: "unknown" }>;
      if (run) found.push(run);
      written.push(batch.settle(n, run ? { kind: "created", runId: run.id } : { kind: "unknown", reason, finding: what }));
    }
  }
  await Promise.all(written);
  return found;
}

function finding({ runs, untold, lines, at }: { runs: number; untold: number; lines: number; at: string }): string {
  if (runs === 0 && untold > 0) {
    return `Whether it is one of ${untold} runs of which the app does not tell the input cannot be told.`;
  }
  if (runs === 0) return `No run like it was in the list at ${at}.`;
  const there = runs === 1 ? "1 run like it is" : `${runs} runs like it are`;
  return `${there} in the list, for ${lines === 1 ? "this line" : `${lines} such lines`}: which is whose cannot be told.`;
}

async function runsSince({ startedAt, runIds }: Baseline, api: Lister): Promise<Run[]> {
  const [since, before] = [parseTime(startedAt) ?? -Infinity, new Set(runIds)];
  const found = new Map<string, Run>();
  for (let page = 1; page <= mostPages; page++) {
    const { data, pagination } = await api.listRuns({ sort: "-started_at", page, page_size: pageSize });
    for (const run of data) {
      if (!before.has(run.id) && (parseTime(run.started_at) ?? Infinity) >= since) found.set(run.id, run);
    }
    const last = data.at(-1);
    if (!last || page >= pagination.page_count || (parseTime(last.started_at) ?? Infinity) < since) break;
  }
  return [...found.values()];
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
