import { quantileSorted } from "d3-array";
import { lowerBound } from "#base/lowerBound.ts";
import type { Span, BucketUnit } from "#runs/facts/buckets.ts";
import { beganAt, type RunFacts, workedFor } from "#runs/facts/runFacts.ts";
import { type Outcome, outcomeOf } from "./runsBehind.ts";

/** The median of durations, and what 95 % of them stay under, in milliseconds; `undefined` without a duration. */
export interface Percentiles {
  readonly p50: number | undefined;
  readonly p95: number | undefined;
  readonly count: number;
}

/** A share: so many of all. */
export interface Share {
  readonly hits: number;
  readonly all: number;
}

export interface RunFigures {
  readonly all: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** How many of the failures were mocked: they say nothing about the app. */
  readonly mocked: number;
  /** Completed runs among those that completed or failed, without blocked runs and mocked failures. */
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
  const outcomes = { completed: 0, blocked: 0, canceled: 0, open: 0, failed: 0 };
  for (const run of runs) outcomes[outcomeOf(run)]++;
  const mocked = runs.filter(({ error }) => error?.mocked).length;
  const success = { hits: outcomes.completed, all: outcomes.completed + outcomes.failed - mocked };
  const durations = percentilesOf(runs.flatMap((run) => workTime(run) ?? []));
  return { all: runs.length, outcomes, mocked, success, durations };
}

/** How long a run worked that completed or failed. One that was canceled or blocked says nothing about the app's speed. */
function workTime(run: RunFacts): number | undefined {
  const outcome = outcomeOf(run);
  return outcome === "completed" || outcome === "failed" ? workedFor(run) : undefined;
}

export function percentilesOf(durations: readonly number[]): Percentiles {
  // A typed array sorts numbers without a function, several times as fast as a list.
  const rising = [...Float64Array.from(durations).sort()];
  return { p50: quantileSorted(rising, 0.5), p95: quantileSorted(rising, 0.95), count: rising.length };
}

/** @returns `undefined` if there is nothing to divide by */
export function rateOf({ hits, all }: Share): number | undefined {
  return all === 0 ? undefined : hits / all;
}

/** The names of one hour, day or week. */
interface BucketLabel {
  /** The name below the axis: `24`, `14:00`. */
  readonly axis: string;
  /** The name in a table: `24 Nov`, `24 Nov 14:00`. */
  readonly row: string;
  /** The name in a file: `2026-11-24`, `2026-11-24T14:00`. */
  readonly iso: string;
  /** The name in a sentence: `Tuesday 24 November`, `the week from 23 November`. */
  readonly spoken: string;
}

/** The names of hours, days or weeks in a time zone. */
export function bucketLabels(spans: readonly Span[], unit: BucketUnit, timeZone: string): BucketLabel[] {
  const time = unit === "hour" ? ({ hour: "2-digit", minute: "2-digit" } as const) : {};
  const weekday = unit === "day" ? ({ weekday: "long" } as const) : {};
  const plainly = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat("en-GB", { timeZone, ...options });
    return (at: number): string => format.format(at).replaceAll(",", "").replace(" at ", " ");
  };
  const day = plainly({ day: "numeric", month: "short", ...time });
  const axis = unit === "week" ? day : plainly(unit === "hour" ? time : { day: "numeric" });
  const spoken = plainly({ ...weekday, day: "numeric", month: "long", ...time });
  // Sweden writes ISO dates.
  const iso = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    ...time,
  });
  return spans.map(({ from }) => ({
    axis: axis(from),
    row: day(from),
    iso: iso.format(from).replace(" ", "T"),
    spoken: unit === "week" ? `the week from ${spoken(from)}` : spoken(from),
  }));
}
