import * as z from "zod";
import type { Run } from "#api/schemas.ts";
import type { JsonPath } from "#base/json/jsonPath.ts";
import { failureReason } from "#runs/labels/failureReason.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import type { AlarmMark } from "./alarmMark.ts";
import { type AlarmRule, isSnoozed } from "./alarmRule.ts";

const foundRunSchema = z.object({
  id: z.string(),
  /** Its title and why it failed, without secrets. */
  text: z.string(),
});
/** A run that an alarm has found, as a notification names it. */
export type FoundRun = z.infer<typeof foundRunSchema>;

/** What a notification says about a run. @param run without secrets */
export function foundText(run: Run, titlePath?: JsonPath): string {
  const title = runTitle(run, titlePath);
  return run.status === "failed" ? `${title}: ${failureReason(run.error)}` : title;
}

const foundRunsSchema = z.object({
  /** The first ones. */
  runs: z.array(foundRunSchema),
  /** The number of further runs. */
  more: z.int().nonnegative(),
});
type FoundRuns = z.infer<typeof foundRunsSchema>;

export const foundSchema = z.record(z.string(), foundRunsSchema);

/** What was found and isn't shown yet, by the id of the alarm. */
export type Found = Readonly<Record<string, FoundRuns>>;

/** What one alarm has found. */
export interface Alarm extends FoundRuns {
  connectionId: string;
  ruleId: string;
  rule: AlarmRule;
}

/** Runs of one alarm that are remembered by name. */
const maxNamed = 200;

export function withFound(found: Found, hits: readonly { ruleId: string; run: FoundRun }[]): Found {
  const all: Record<string, FoundRuns> = { ...found };
  for (const [ruleId, own] of Map.groupBy(hits, (hit) => hit.ruleId)) {
    const { runs = [], more = 0 } = all[ruleId] ?? {};
    const known = new Set(runs.map(({ id }) => id));
    const named = [...runs, ...own.map(({ run }) => run).filter(({ id }) => !known.has(id))];
    all[ruleId] = { runs: named.slice(0, maxNamed), more: more + Math.max(0, named.length - maxNamed) };
  }
  return all;
}

/** Without what was shown. */
export function withoutShown(found: Found, shown: readonly Alarm[]): Found {
  const left: Record<string, FoundRuns> = { ...found };
  for (const { ruleId, runs, more } of shown) {
    const before = left[ruleId];
    if (!before) continue;
    const ids = new Set(runs.map(({ id }) => id));
    const after = { runs: before.runs.filter(({ id }) => !ids.has(id)), more: Math.max(0, before.more - more) };
    if (countOfFound(after) > 0) left[ruleId] = after;
    else delete left[ruleId];
  }
  return left;
}

/** Without what is no news any more: of alarms that were deleted, and runs whose question was answered meanwhile. */
export function stillNews(
  found: Found,
  rules: ReadonlyMap<string, AlarmRule>,
  { open }: Pick<AlarmMark, "open">,
): Found {
  return Object.fromEntries(
    Object.entries(found).flatMap(([ruleId, each]): [string, FoundRuns][] => {
      const rule = rules.get(ruleId);
      if (!rule) return [];
      if (rule.occasion.kind !== "waiting") return [[ruleId, each]];
      const runs = each.runs.filter(({ id }) => open[id]?.waits !== undefined);
      return runs.length > 0 ? [[ruleId, { ...each, runs }]] : [];
    }),
  );
}

/** What a notification can show now. */
export function readyIn(
  connectionId: string,
  found: Found,
  ruleOf: (ruleId: string) => AlarmRule | undefined,
  now: number,
): Alarm[] {
  return Object.entries(found).flatMap(([ruleId, each]) => {
    const rule = ruleOf(ruleId);
    return rule && !isSnoozed(rule, now) ? { connectionId, ruleId, rule, ...each } : [];
  });
}

/** The number of runs. */
export function countOfFound({ runs, more }: FoundRuns): number {
  return runs.length + more;
}
