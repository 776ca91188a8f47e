import { beganAt, type RunFacts } from "#runs/facts/runFacts.ts";
import type { Cause } from "#runs/failures/causes.ts";
import { partsOf, waitsOf } from "./partFigures.ts";
import { figuresOf, rateOf, type Share } from "./timeFigures.ts";

/** A figure of each side. Rates are from 0 to 1, durations are milliseconds. */
export interface ComparedFigure {
  readonly name: string;
  readonly kind: "rate" | "duration" | "runDuration";
  readonly before: number | undefined;
  readonly after: number | undefined;
  /** What `counts` counts. */
  readonly of: "run" | "call" | "answer";
  /** How many of them each side is made from. */
  readonly counts: readonly [before: number, after: number];
}

export interface BeforeAfter {
  readonly runs: readonly [before: number, after: number];
  readonly figures: readonly ComparedFigure[];
  /** The ids of causes that were seen only after the split, or only before it. */
  readonly causes: {
    readonly before: number;
    readonly after: number;
    readonly fresh: string[];
    readonly gone: string[];
  };
}

/** Number of tools that are compared, those whose rate of failures changed most. */
const maxTools = 5;

/**
 * Compares the runs that began before a time with those that began then or later.
 *
 * @param at milliseconds since the epoch @param causes those of the same runs
 */
export function compareAt(runs: readonly RunFacts[], at: number, causes: readonly Cause[]): BeforeAfter {
  const timed = runs.filter((run) => beganAt(run) !== undefined);
  const before = timed.filter((run) => beganAt(run)! < at);
  const after = timed.filter((run) => beganAt(run)! >= at);
  return {
    runs: [before.length, after.length],
    figures: [...ofRuns(before, after), ...ofTools(before, after), ofWaits(before, after)],
    causes: compareCauses(causes, at),
  };
}

function ofRuns(before: readonly RunFacts[], after: readonly RunFacts[]): ComparedFigure[] {
  const [early, late] = [figuresOf(before), figuresOf(after)];
  const counts = [early.durations.count, late.durations.count] as const;
  const ofDurations = { kind: "runDuration", of: "run", counts } as const;
  return [
    { name: "Success rate", ...ofShares(early.success, late.success), of: "run" },
    { name: "Median duration", ...ofDurations, before: early.durations.p50, after: late.durations.p50 },
    { name: "Duration, p95", ...ofDurations, before: early.durations.p95, after: late.durations.p95 },
  ];
}

function ofTools(before: readonly RunFacts[], after: readonly RunFacts[]): ComparedFigure[] {
  const shares = (runs: readonly RunFacts[]): Map<string, Share> =>
    new Map(
      partsOf(runs).flatMap(({ name, kind, failed, calls }) =>
        kind === "tool" && calls > 0 ? [[name, { hits: failed, all: calls }] as const] : [],
      ),
    );
  const [early, late] = [shares(before), shares(after)];
  const changed = [...late].flatMap(([name, share]): ComparedFigure[] => {
    const was = early.get(name);
    return was && was.hits + share.hits > 0 ? [{ name: `${name} fails`, ...ofShares(was, share), of: "call" }] : [];
  });
  const change = ({ before: from = 0, after: to = 0 }: ComparedFigure): number => Math.abs(to - from);
  return changed.sort((a, b) => change(b) - change(a)).slice(0, maxTools);
}

function ofWaits(before: readonly RunFacts[], after: readonly RunFacts[]): ComparedFigure {
  const [early, late] = [waitsOf(before).durations, waitsOf(after).durations];
  return {
    name: "Median wait for an answer",
    kind: "duration",
    before: early.p50,
    after: late.p50,
    of: "answer",
    counts: [early.count, late.count],
  };
}

function ofShares(before: Share, after: Share): Pick<ComparedFigure, "kind" | "before" | "after" | "counts"> {
  return { kind: "rate", before: rateOf(before), after: rateOf(after), counts: [before.all, after.all] };
}

function compareCauses(causes: readonly Cause[], at: number): BeforeAfter["causes"] {
  const sides = causes.map(({ id, runs }) => ({
    id,
    before: runs.some((run) => (beganAt(run) ?? Infinity) < at),
    after: runs.some((run) => (beganAt(run) ?? -Infinity) >= at),
  }));
  return {
    before: sides.filter(({ before }) => before).length,
    after: sides.filter(({ after }) => after).length,
    fresh: sides.filter(({ before, after }) => after && !before).map(({ id }) => id),
    gone: sides.filter(({ before, after }) => before && !after).map(({ id }) => id),
  };
}
