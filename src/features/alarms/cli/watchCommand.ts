import { isApiError } from "#api/errors.ts";
import { sleep } from "#base/sleep.ts";
import { oneLine } from "#base/text/oneLine.ts";
import { appPlace } from "#cli/app/appPlace.ts";
import { openApp } from "#cli/app/appRuns.ts";
import type { WatchCommand } from "#cli/args/commandLine.ts";
import type { CommandTools } from "#cli/commandTools.ts";
import { errorText } from "#cli/errorText.ts";
import { exitCodes } from "#cli/exitCodes.ts";
import { UsageError } from "#cli/usageError.ts";
import type { AlarmMark } from "#features/alarms/core/alarmMark.ts";
import {
  type AlarmRule,
  occasionForms,
  occasionOf,
  occasionText,
  queryProblem,
} from "#features/alarms/core/alarmRule.ts";
import { lookAtRuns } from "#features/alarms/core/lookAtRuns.ts";
import type { Hit } from "#features/alarms/core/matchRuns.ts";
import { failureReason } from "#runs/labels/failureReason.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import { readLength } from "#runs/query/queryTimes.ts";

/** The time that a watch goes by. */
export interface WatchTime {
  now(): number;
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

const minute = 60_000;
/** In characters. */
const longestReason = 200;
const systemTime: WatchTime = { now: Date.now, wait: sleep };

/**
 * `dynamiq-runs watch --fail-on …`: looks at an app once a minute, and writes a line for each run that a rule is about.
 *
 * @returns the exit code: 1 when `--for` is over and there was such a run
 * @throws UsageError, and ApiError when the app can't be reached at the first look
 */
export async function watchCommand(command: WatchCommand, tools: CommandTools, time = systemTime): Promise<number> {
  const { shell, interrupts, cover, userAgent } = tools;
  const place = appPlace(command.app, shell.environment);
  const rules = rulesOf(command, place.host);
  const length = lengthOf(command.for);
  const app = openApp(place, userAgent);
  const { first: signal } = interrupts;
  const end = time.now() + length;
  let mark: AlarmMark | undefined;
  let count = 0;
  try {
    const api = await app.api();
    while (!signal.aborted) {
      try {
        const look = await lookAtRuns(api, rules, mark, { now: time.now(), signal });
        mark = look.mark;
        count += look.hits.length;
        for (const hit of look.hits) shell.out(`${cover.text(lineOf(hit, rules))}\n`);
      } catch (error) {
        if (signal.aborted) break;
        // Without a mark, nothing was ever read; later, the next look reads on from the mark.
        if (!mark || !isApiError(error)) throw error;
        shell.err(`${cover.text(errorText(error, place.accessKey !== undefined))}\n`);
      }
      const left = end - time.now();
      if (left <= 0) return count > 0 ? exitCodes.failed : exitCodes.passed;
      await time.wait(Math.min(minute, left), signal);
    }
    return interrupts.exitCode ?? exitCodes.passed;
  } finally {
    await app.close();
  }
}

function rulesOf({ failOn, query }: WatchCommand, name: string): Map<string, AlarmRule> {
  if (failOn.length === 0) throw new UsageError(`--fail-on is missing: ${occasionForms}.`);
  const problem = query === undefined ? undefined : queryProblem(query);
  if (problem) throw new UsageError(`--query: ${problem}`);
  return new Map(
    failOn.map((text): [string, AlarmRule] => {
      const occasion = occasionOf(text);
      if (!occasion) throw new UsageError(`--fail-on must be ${occasionForms}.`);
      return [text, { connectionId: "", name, occasion, query }];
    }),
  );
}

function lengthOf(text: string | undefined): number {
  if (text === undefined) return Infinity;
  const length = readLength(text);
  if (!length) throw new UsageError("--for must be a length of time, such as 10m or 2h.");
  return length;
}

/** `failed: Refund over $500 (6f1c…) – No answer`, in one line whatever the run's texts are. */
function lineOf({ ruleId, run }: Hit, rules: ReadonlyMap<string, AlarmRule>): string {
  const rule = rules.get(ruleId);
  const reason = run.status === "failed" ? `: ${failureReason(run.error)}` : "";
  const words = rule ? occasionText(rule.occasion) : ruleId;
  return oneLine(`${runTitle(run)} (${run.id}) – ${words}${reason}`, longestReason * 2);
}
