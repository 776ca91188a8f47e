import type { CreateRunRequest, RunsApi } from "#api/contract.ts";
import type { Run } from "#api/schemas.ts";
import { formatCount } from "#model/counts.ts";
import { parseTime } from "#model/isoTime.ts";
import { covers, type Digest, shapeOf, contentKey } from "#runs/create/inputShape.ts";
import { isOf, mayBeOf } from "#runs/create/sentCreate.ts";
import type { Batch } from "./batch.ts";
import type { Baseline, LineState } from "./batchTypes.ts";

const pageSize = 100;
/** The limit of a look-up: runs that are so many pages older than the newest one aren't a batch's own. */
const maxPages = 200;

type Lister = Pick<RunsApi, "listRuns">;

/**
 * Reads the app's newest runs before a batch is sent. The request also shows that the app can be reached. @throws
 * ApiError
 */
export async function readBaseline(api: Lister): Promise<Baseline> {
  const { data } = await api.listRuns({ sort: "-started_at", page: 1, page_size: pageSize });
  const startedAt = data.find((run) => parseTime(run.started_at) !== undefined)?.started_at;
  const runIds = data.filter((run) => parseTime(run.started_at) === undefined || run.started_at === startedAt);
  return { startedAt: startedAt || undefined, runIds: runIds.map(({ id }) => id) };
}

/** Knows which runs belong to a request, and so to no other one. */
interface RunClaims {
  isClaimed(runId: string): boolean;
  claim(runId: string): void;
}

export interface LineLookUp {
  /** The time in words: `10:14`. */
  at: string;
  claims: RunClaims;
}

/**
 * Looks in the list of runs for lines that were sent without a response. A run doesn't name the line that created it. A
 * run counts as a line's when it has the line's content and no other line or run fits. A run with a larger input, or of
 * the same user and session, is possibly the line's, and is only reported.
 *
 * @returns the runs that were found
 * @throws ApiError when the list can't be read. The lines stay as they are
 */
export async function lookUpLines(batch: Batch, api: Lister, { at, claims }: LineLookUp): Promise<Run[]> {
  const lost = Map.groupBy(batch.numbers("unknown"), (n) =>
    contentKey(batch.lines[n]?.request ?? { input: undefined }),
  );
  if (lost.size === 0) return [];
  const isFree = ({ id }: Run): boolean => !batch.runIds.has(id) && !claims.isClaimed(id);
  const freeRuns = (await runsSince(batch.head.baseline, api)).filter(isFree);
  const runs = Map.groupBy(freeRuns, contentKey);
  const found: { n: number; run: Run }[] = [];
  const open: { n: number; exact: readonly Run[]; lines: number }[] = [];
  for (const [key, numbers] of lost) {
    const exact = runs.get(key) ?? [];
    const isClear = exact.length === numbers.length;
    for (const [i, n] of numbers.entries()) {
      const run = isClear ? exact[i] : undefined;
      if (run) found.push({ n, run });
      else open.push({ n, exact, lines: numbers.length });
    }
  }
  // Claimed before the first await, so that no other look-up takes it, too.
  for (const { run } of found) claims.claim(run.id);
  const written = found.map(({ n, run }) => batch.settle(n, { kind: "created", runId: run.id }));
  const left = freeRuns.filter(({ id }) => !batch.runIds.has(id));
  const inputless = left.filter(({ input }) => input === undefined || input === null).length;
  for (const { n, exact, lines } of open) {
    const { reason } = batch.states[n] as Extract<LineState, { kind: "unknown" }>;
    const possible = exact.length > 0 ? [] : possibleRuns(batch.lines[n]?.request, left);
    const said = finding({ runs: exact.length, possible, inputless, lines, at });
    const count = possible.length > 0 ? { possible: possible.length } : {};
    written.push(batch.settle(n, { kind: "unknown", reason, finding: said, ...count }));
  }
  await Promise.all(written);
  return found.map(({ run }) => run);
}

/** The runs that may belong to a request, the newest first. */
function possibleRuns(request: CreateRunRequest | undefined, runs: readonly Run[]): Run[] {
  if (!request) return [];
  const outline = shapeOf(request.input, asItIs);
  return runs.filter((run) => isOf(run, request) || (mayBeOf(run, request) && covers(run.input, outline, asItIs)));
}

/** A batch's lines are on the disk unencrypted, so there is nothing to hide in a digest. */
const asItIs: Digest = (text) => text;
const maxNamed = 3;

interface LookUpCounts {
  runs: number;
  possible: readonly Run[];
  inputless: number;
  lines: number;
  at: string;
}

function finding({ runs, possible, inputless, lines, at }: LookUpCounts): string {
  if (possible.length > 0) {
    const named = possible
      .slice(0, maxNamed)
      .map(({ id }) => id)
      .join(", ");
    const more = possible.length > maxNamed ? ` and ${formatCount(possible.length - maxNamed)} more` : "";
    const [run, check] = possible.length === 1 ? ["run", "Check it"] : ["one of the runs", "Check them"];
    return `This line may have created ${run} ${named}${more}. ${check} before you send the line again.`;
  }
  if (runs === 0 && inputless > 0) {
    const what = inputless === 1 ? "a run" : `one of ${formatCount(inputless)} runs`;
    return `This line may have created ${what} whose input the app doesn't return. Look at the list of runs before you send the line again.`;
  }
  if (runs === 0) return `No matching run was in the list at ${at}.`;
  const there = runs === 1 ? "1 run matches" : `${runs} runs match`;
  const here = lines === 1 ? "this line" : `${lines} identical lines`;
  const which = lines === 1 ? "run it created" : runs === 1 ? "line created it" : "line created which run";
  return `${there} ${here}, so it's unclear which ${which}.`;
}

async function runsSince({ startedAt, runIds }: Baseline, api: Lister): Promise<Run[]> {
  const [since, before] = [parseTime(startedAt) ?? -Infinity, new Set(runIds)];
  const found = new Map<string, Run>();
  for (let page = 1; page <= maxPages; page++) {
    const { data, pagination } = await api.listRuns({ sort: "-started_at", page, page_size: pageSize });
    for (const run of data) {
      if (!before.has(run.id) && (parseTime(run.started_at) ?? Infinity) >= since) found.set(run.id, run);
    }
    const last = data.at(-1);
    if (!last || page >= pagination.page_count || (parseTime(last.started_at) ?? Infinity) < since) break;
  }
  return [...found.values()];
}
