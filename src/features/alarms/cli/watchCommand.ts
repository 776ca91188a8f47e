import type { RunsApi } from "#api/contract.ts";
import { isApiError } from "#api/errors.ts";
import { sleep } from "#base/sleep.ts";
import { oneLine } from "#base/text/oneLine.ts";
import { appAddress } from "#cli/app/appAddress.ts";
import { openApp } from "#cli/app/appRuns.ts";
import type { WatchCommand } from "#cli/args/commandLine.ts";
import type { CommandTools } from "#cli/commandTools.ts";
import { errorText } from "#cli/errorText.ts";
import { exitCodes } from "#cli/exitCodes.ts";
import { UsageError } from "#cli/usageError.ts";
import type { AlarmMark } from "#features/alarms/core/alarmMark.ts";
import { canOccur, queryProblem } from "#features/alarms/core/alarmQuery.ts";
import { type AlarmRule, occasionForms, occasionOf } from "#features/alarms/core/alarmRule.ts";
import { foundText } from "#features/alarms/core/foundRuns.ts";
import { lookAtRuns } from "#features/alarms/core/lookAtRuns.ts";
import type { Hit } from "#features/alarms/core/matchRuns.ts";
import { readLength } from "#runs/query/queryTimes.ts";
import type { Cover } from "#runs/values/cover.ts";

/** The time that a watch goes by. */
interface WatchTime {
  now(): number;
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

const minute = 60_000;
const systemTime: WatchTime = { now: Date.now, wait: sleep };

/**
 * `dynamiq-runs watch --fail-on …`: looks at an app once a minute, and writes a line for each run that `--fail-on` names.
 *
 * @returns the exit code: 1 when `--for` is over and there was such a run
 * @throws UsageError, and ApiError when the app can't be reached at the first look
 */
export async function watchCommand(command: WatchCommand, tools: CommandTools, time = systemTime): Promise<number> {
  const { shell, interrupts, userAgent } = tools;
  const address = appAddress(command.app, shell.environment);
  const watch = new Watch(rulesOf(command), tools, address.accessKey !== undefined);
  const length = lengthOf(command.for);
  const app = openApp(address, userAgent);
  const { first: signal } = interrupts;
  const end = time.now() + length;
  try {
    const api = await app.api();
    while (!signal.aborted) {
      await watch.look(api, time.now());
      const left = end - time.now();
      if (left <= 0) return watch.count > 0 ? exitCodes.failed : exitCodes.passed;
      await time.wait(Math.min(minute, left), signal);
    }
    return interrupts.exitCode ?? exitCodes.passed;
  } finally {
    await app.close();
  }
}

/** The looks of one command. */
class Watch {
  readonly #rules: ReadonlyMap<string, AlarmRule>;
  readonly #tools: Pick<CommandTools, "cover" | "interrupts" | "shell">;
  readonly #hasKey: boolean;
  #mark: AlarmMark | undefined;
  /** What was written last about a look that failed; empty after one that succeeded. */
  #failure = "";
  /** The number of runs that were written. */
  count = 0;

  constructor(rules: ReadonlyMap<string, AlarmRule>, tools: CommandTools, hasKey: boolean) {
    this.#rules = rules;
    this.#tools = tools;
    this.#hasKey = hasKey;
  }

  /** @throws ApiError at the first look: later, the next one reads on from the mark */
  async look(api: Pick<RunsApi, "getRun" | "listRuns">, now: number): Promise<void> {
    const { shell, cover, interrupts } = this.#tools;
    const { first: signal } = interrupts;
    try {
      const { hits, mark, isCut } = await lookAtRuns(api, () => this.#rules, this.#mark, { now, signal });
      this.#mark = mark;
      this.count += hits.length;
      if (this.#failure !== "") shell.err("The app responds again.\n");
      this.#failure = "";
      for (const hit of hits) shell.out(`${lineOf(hit, cover)}\n`);
      if (isCut) shell.err("More runs have started than one check can read. The oldest weren't checked.\n");
    } catch (error) {
      if (signal.aborted) return;
      if (!this.#mark || !isApiError(error)) throw error;
      const failure = errorText(error, this.#hasKey);
      if (failure !== this.#failure) shell.err(`${failure}\n`);
      this.#failure = failure;
    }
  }
}

function rulesOf({ failOn, query }: WatchCommand): Map<string, AlarmRule> {
  if (failOn.length === 0) throw new UsageError(`--fail-on is missing. Use ${occasionForms}.`);
  const problem = query === undefined ? undefined : queryProblem(query);
  if (problem !== undefined) throw new UsageError(`--query: ${problem}`);
  return new Map(
    failOn.map((text): [string, AlarmRule] => {
      const occasion = occasionOf(text);
      if (!occasion) throw new UsageError(`--fail-on must be ${occasionForms}.`);
      if (!canOccur(occasion, query))
        throw new UsageError(`--fail-on ${text} can never match the statuses that --query allows. Change the query.`);
      return [text, { connectionId: "", occasion, query }];
    }),
  );
}

function lengthOf(text: string | undefined): number {
  if (text === undefined) return Infinity;
  const length = readLength(text);
  if (!length) throw new UsageError("--for must be a duration, such as 10m or 2h.");
  return length;
}

/** `failed: Refund over $500: No answer (6f1c…)`, in one line whatever the run's texts are. */
function lineOf({ ruleId, run }: Hit, cover: Cover): string {
  return oneLine(`${ruleId}: ${foundText(cover.value(run))} (${run.id})`);
}
