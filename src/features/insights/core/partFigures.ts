import type { RunFacts } from "#runs/facts/runFacts.ts";
import { isFailedNode, skippedOutcome } from "./runsBehind.ts";
import { type Percentiles, percentilesOf } from "./timeFigures.ts";

/** A tool, or a node of a workflow. */
export interface PartFigures {
  readonly name: string;
  readonly kind: "tool" | "node";
  readonly calls: number;
  readonly failed: number;
  /** Calls that ended without a result, for an unknown reason. */
  readonly unfinished: number;
  readonly durations: Percentiles;
}

/** The tools and nodes of runs whose events were read, in the order in which they first appear. */
export function partsOf(runs: readonly RunFacts[]): PartFigures[] {
  const tools = runs.flatMap((run) => run.tools.map((tool) => ({ kind: "tool" as const, ...tool })));
  const nodes = runs.flatMap((run) => run.nodes.filter(({ status }) => status !== skippedOutcome));
  const counted = nodes.map(({ name, status, duration }) => {
    const durations = duration === undefined ? [] : [duration];
    return { kind: "node" as const, name, calls: 1, failed: isFailedNode(status) ? 1 : 0, unfinished: 0, durations };
  });
  const parts = Map.groupBy([...tools, ...counted], ({ kind, name }) => `${kind} ${name}`);
  return [...parts.values()].map((each) => {
    const sum = (of: "calls" | "failed" | "unfinished"): number => each.reduce((all, part) => all + part[of], 0);
    const durations = percentilesOf(each.flatMap((part) => part.durations));
    const { name, kind } = each[0]!;
    return { name, kind, calls: sum("calls"), failed: sum("failed"), unfinished: sum("unfinished"), durations };
  });
}

/** How many calls and nodes were mocked, which count for no part: they say nothing about the app. */
export function mockedOf(runs: readonly RunFacts[]): { calls: number; nodes: number } {
  const sums = { calls: 0, nodes: 0 };
  // An older index doesn't tell calls from nodes. Nodes are rarely mocked.
  for (const { mocked = 0, mockedCalls = mocked } of runs) {
    sums.calls += mockedCalls;
    sums.nodes += mocked - mockedCalls;
  }
  return sums;
}

/** The parts with a known duration, the slowest first: by the time that 95 % of their calls stay under. */
export function slowestFirst(parts: readonly PartFigures[]): PartFigures[] {
  return parts
    .filter(({ durations }) => durations.count > 0)
    .sort((a, b) => (b.durations.p95 ?? 0) - (a.durations.p95 ?? 0));
}

/** The tools, those that fail most often first. */
export function failingFirst(parts: readonly PartFigures[]): PartFigures[] {
  return parts
    .filter(({ kind, calls }) => kind === "tool" && calls > 0)
    .sort((a, b) => b.failed / b.calls - a.failed / a.calls || b.calls - a.calls);
}

export interface UserFigures {
  readonly user: string;
  readonly runs: number;
  readonly failed: number;
}

/** The users with most runs first. */
export function usersOf(runs: readonly RunFacts[]): UserFigures[] {
  const users = Map.groupBy(runs, ({ user }) => user);
  return [...users]
    .flatMap(([user, of]) => {
      const failed = of.filter(({ status }) => status === "failed").length;
      return user === undefined ? [] : [{ user, runs: of.length, failed }];
    })
    .sort((a, b) => b.runs - a.runs);
}

const minute = 60_000;
/** The spans of waits that a person tells apart, in milliseconds. */
export const waitSpans = [
  { name: "under 1 min", from: 0, to: minute },
  { name: "1 to 5 min", from: minute, to: 5 * minute },
  { name: "5 to 30 min", from: 5 * minute, to: 30 * minute },
  { name: "30 min to 2 h", from: 30 * minute, to: 120 * minute },
  { name: "over 2 h", from: 120 * minute, to: Infinity },
] as const;

export interface WaitFigures {
  /** How many answered input requests waited so long, for each of `waitSpans`. */
  readonly counts: readonly number[];
  readonly unanswered: number;
  readonly all: number;
  readonly durations: Percentiles;
}

/** How long input requests waited for their answer. */
export function waitsOf(runs: readonly RunFacts[]): WaitFigures {
  const waits = runs.flatMap((run) => run.waits);
  const unanswered = runs.reduce((sum, run) => sum + run.unanswered, 0);
  return {
    counts: waitSpans.map(({ from, to }) => waits.filter((wait) => wait >= from && wait < to).length),
    unanswered,
    all: waits.length + unanswered,
    durations: percentilesOf(waits),
  };
}
