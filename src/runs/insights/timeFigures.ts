import { lowerBound } from "../../base/lowerBound.ts";
import { beganAt, type RunFacts, workedFor } from "../facts/runFacts.ts";
import type { Span } from "./buckets.ts";
import { type Outcome, outcomeOf } from "./runsBehind.ts";
import { quantile, type Share, sorted } from "./statistics.ts";

/** The percentiles of durations, in milliseconds; `undefined` without a duration. */
export interface Percentiles {
  readonly p50: number | undefined;
  readonly p95: number | undefined;
  readonly p99: number | undefined;
  readonly count: number;
}

/** The figures of some runs. */
export interface RunFigures {
  readonly all: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Completed runs among the completed and failed ones. */
  readonly success: Share;
  /** How long those that completed or failed worked, without waits for a person. */
  readonly durations: Percentiles;
}

/** The figures of each span that a run began in. @param spans in their order, without gaps */
export function figuresBySpan(runs: readonly RunFacts[], spans: readonly Span[]): RunFigures[] {
  const parts = spans.map((): RunFacts[] => []);
  for (const run of runs) {
    const began = beganAt(run);
    if (began === undefined) continue;
    const at = lowerBound(spans, ({ to }) => to <= began);
    if (at < spans.length && spans[at]!.from <= began) parts[at]!.push(run);
  }
  return parts.map(figuresOf);
}

export function figuresOf(runs: readonly RunFacts[]): RunFigures {
  const outcomes = { completed: 0, canceled: 0, open: 0, failed: 0 };
  for (const run of runs) outcomes[outcomeOf(run)]++;
  const success = { hits: outcomes.completed, all: outcomes.completed + outcomes.failed };
  return { all: runs.length, outcomes, success, durations: percentilesOf(workTimes(runs)) };
}

/** The durations of runs that completed or failed. One that was canceled says nothing about the app's speed. */
export function workTimes(runs: readonly RunFacts[]): number[] {
  return runs.flatMap((run) => {
    const outcome = outcomeOf(run);
    return outcome === "completed" || outcome === "failed" ? (workedFor(run) ?? []) : [];
  });
}

export function percentilesOf(durations: readonly number[]): Percentiles {
  const rising = sorted(durations);
  return {
    p50: quantile(rising, 0.5),
    p95: quantile(rising, 0.95),
    p99: quantile(rising, 0.99),
    count: rising.length,
  };
}

/** @returns `undefined` if there is nothing to divide by */
export function rateOf({ hits, all }: Share): number | undefined {
  return all === 0 ? undefined : hits / all;
}
