import type { RunFacts } from "../../../runs/facts/runFacts.ts";
import { isFailedNode, skipped } from "./runsBehind.ts";
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

interface Draft {
  calls: number;
  failed: number;
  unfinished: number;
  durations: number[];
}

/** The tools and nodes of runs whose events were read, in the order in which they first appear. */
export function partsOf(runs: readonly RunFacts[]): PartFigures[] {
  const drafts = { tool: new Map<string, Draft>(), node: new Map<string, Draft>() };
  const draft = (kind: PartFigures["kind"], name: string): Draft => {
    const known = drafts[kind].get(name);
    if (known) return known;
    const begun = { calls: 0, failed: 0, unfinished: 0, durations: [] };
    drafts[kind].set(name, begun);
    return begun;
  };
  for (const { tools, nodes } of runs) {
    for (const { name, calls, failed, unfinished, durations } of tools) {
      const tool = draft("tool", name);
      tool.calls += calls;
      tool.failed += failed;
      tool.unfinished += unfinished;
      for (const duration of durations) tool.durations.push(duration);
    }
    for (const { name, status, duration } of nodes) {
      if (status === skipped) continue;
      const node = draft("node", name);
      node.calls++;
      if (isFailedNode(status)) node.failed++;
      if (duration !== undefined) node.durations.push(duration);
    }
  }
  return (["tool", "node"] as const).flatMap((kind) =>
    [...drafts[kind]].map(([name, { durations, ...counts }]) => ({
      name,
      kind,
      ...counts,
      durations: percentilesOf(durations),
    })),
  );
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
  const users = new Map<string, { runs: number; failed: number }>();
  for (const { user, status } of runs) {
    if (user === undefined) continue;
    const figures = users.get(user) ?? { runs: 0, failed: 0 };
    users.set(user, figures);
    figures.runs++;
    if (status === "failed") figures.failed++;
  }
  return [...users].map(([user, figures]) => ({ user, ...figures })).sort((a, b) => b.runs - a.runs);
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
