import { beganAt, type RunFacts } from "../facts/runFacts.ts";
import type { Cause } from "../failures/causes.ts";
import { partsOf, waitsOf } from "./partFigures.ts";
import { fisherExact, holm, mannWhitney, quantile, quantileTest, type Share, sorted } from "./statistics.ts";
import { figuresOf, rateOf, workTimes } from "./timeFigures.ts";

/** Where runs are divided into those before and after. */
export interface Split {
  /** Milliseconds since the epoch: runs that began then or later are after it. */
  readonly at: number;
  /** For a person: `version 42`; absent for a time alone. */
  readonly name?: string | undefined;
}

/** One compared figure. Rates are from 0 to 1, durations are milliseconds. */
export interface ComparedFigure {
  readonly name: string;
  readonly kind: "rate" | "duration";
  readonly before: number | undefined;
  readonly after: number | undefined;
  /** How many runs, calls or input requests each side has. */
  readonly counts: readonly [before: number, after: number];
  /**
   * How likely chance alone makes a difference as large in one of all compared figures; `undefined` if there is too
   * little to tell.
   */
  readonly chance: number | undefined;
  /** Whether more is worse: a duration, a rate of failures. */
  readonly lessIsBetter: boolean;
}

export interface BeforeAfter {
  readonly split: Split;
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

/** A difference that chance makes in fewer cases is taken for real. */
export const significance = 0.05;
/** So many tools whose rate of failures changed most are compared. */
const mostTools = 5;

/** Compares the runs before and after a split. @param causes those of the same runs */
export function compareAt(runs: readonly RunFacts[], split: Split, causes: readonly Cause[]): BeforeAfter {
  const timed = runs.filter((run) => beganAt(run) !== undefined);
  const before = timed.filter((run) => beganAt(run)! < split.at);
  const after = timed.filter((run) => beganAt(run)! >= split.at);
  const drafts = [...ofRuns(before, after), ...ofTools(before, after), ofWaits(before, after)];
  return {
    split,
    runs: [before.length, after.length],
    figures: adjusted(drafts),
    causes: compareCauses(causes, split),
  };
}

/** The versions that runs name, each with the time of its first run, in their order. */
export function versionSplits(runs: readonly RunFacts[]): Split[] {
  const first = new Map<string, number>();
  for (const run of runs) {
    const began = beganAt(run);
    if (run.version === undefined || began === undefined) continue;
    first.set(run.version, Math.min(began, first.get(run.version) ?? Infinity));
  }
  return [...first].map(([version, at]) => ({ at, name: `version ${version}` })).sort((a, b) => a.at - b.at);
}

/** All tests are one family: with many of them, one would seem real by chance. */
function adjusted(figures: readonly ComparedFigure[]): ComparedFigure[] {
  const tested = figures.filter(({ chance }) => chance !== undefined);
  const chances = holm(tested.map(({ chance }) => chance!));
  return figures.map((figure) => {
    const at = tested.indexOf(figure);
    return at === -1 ? figure : { ...figure, chance: chances[at] };
  });
}

function ofRuns(before: readonly RunFacts[], after: readonly RunFacts[]): ComparedFigure[] {
  const shares = [figuresOf(before).success, figuresOf(after).success] as const;
  const times = [workTimes(before), workTimes(after)] as const;
  return [
    ofShares("Success rate", ...shares, false),
    ofTimes("Duration, median", 0.5, ...times),
    ofTimes("Duration, p95", 0.95, ...times),
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
  const changed = [...late].flatMap(([name, share]) => {
    const was = early.get(name);
    return was && was.hits + share.hits > 0 ? [ofShares(`${name} fails`, was, share, true)] : [];
  });
  const change = ({ before: from = 0, after: to = 0 }: ComparedFigure): number => Math.abs(to - from);
  return changed.sort((a, b) => change(b) - change(a)).slice(0, mostTools);
}

function ofWaits(before: readonly RunFacts[], after: readonly RunFacts[]): ComparedFigure {
  const waits = (runs: readonly RunFacts[]): number[] => runs.flatMap((run) => run.waits);
  return {
    ...ofTimes("Wait for a person, median", 0.5, waits(before), waits(after)),
    counts: [waitsOf(before).durations.count, waitsOf(after).durations.count],
  };
}

function ofShares(name: string, before: Share, after: Share, lessIsBetter: boolean): ComparedFigure {
  return {
    name,
    kind: "rate",
    before: rateOf(before),
    after: rateOf(after),
    counts: [before.all, after.all],
    chance: before.all === 0 || after.all === 0 ? undefined : fisherExact(before, after),
    lessIsBetter,
  };
}

function ofTimes(name: string, share: number, before: readonly number[], after: readonly number[]): ComparedFigure {
  return {
    name,
    kind: "duration",
    before: quantile(sorted(before), share),
    after: quantile(sorted(after), share),
    counts: [before.length, after.length],
    chance: share === 0.5 ? mannWhitney(before, after) : quantileTest(before, after, share),
    lessIsBetter: true,
  };
}

function compareCauses(causes: readonly Cause[], { at }: Split): BeforeAfter["causes"] {
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
