import { type StatusFacts, statusFacts } from "#model/status.ts";
import { beganAt, type RunFacts, workedFor } from "#runs/facts/runFacts.ts";

export type Outcome = "completed" | "blocked" | "canceled" | "open" | "failed";

/** Which runs a point of a chart, or a row of a table, was made from. Each field narrows it down. */
export interface RunsBehind {
  /** Runs that began then or later, in milliseconds since the epoch. */
  readonly from?: number;
  /** Runs that began before. */
  readonly to?: number;
  readonly outcomes?: readonly Outcome[];
  readonly user?: string;
  /** Set to leave out runs whose failure was mocked. */
  readonly isGenuine?: boolean;
  /** Set to leave out runs without a known duration. */
  readonly hasDuration?: boolean;
  readonly part?: { readonly kind: "tool" | "node"; readonly name: string };
  /** Set for only those runs in which that tool or node failed. */
  readonly partFailed?: boolean;
  /** Set for only those runs in which a call of that tool ended without a result. */
  readonly partUnfinished?: boolean;
  /** Runs with an input request that waited so long, in milliseconds. */
  readonly waited?: readonly [atLeast: number, below: number];
  readonly unanswered?: boolean;
  /** The runs of one cause. */
  readonly ids?: ReadonlySet<string>;
}

const outcomeOfPart: Partial<Record<StatusFacts["part"], Outcome>> = {
  done: "completed",
  failed: "failed",
  canceled: "canceled",
};

/** How a run counts. One that a hook blocked completed without doing its work. Every run that hasn't ended is open. */
export function outcomeOf({ status, blockedBy }: Pick<RunFacts, "status" | "blockedBy">): Outcome {
  if (status === "completed" && blockedBy !== undefined) return "blocked";
  return outcomeOfPart[statusFacts(status).part] ?? "open";
}

/** Whether a run is behind a point. A run without a time is behind no point of time. */
export function isBehind(run: RunFacts, behind: RunsBehind): boolean {
  const { from, to, outcomes, user, ids, unanswered, isGenuine, hasDuration } = behind;
  const began = beganAt(run);
  if (from !== undefined && (began === undefined || began < from)) return false;
  if (to !== undefined && (began === undefined || began >= to)) return false;
  if (outcomes && !outcomes.includes(outcomeOf(run))) return false;
  if (user !== undefined && run.user !== user) return false;
  if (ids && !ids.has(run.id)) return false;
  if (unanswered && run.unanswered === 0) return false;
  if (isGenuine && run.error?.mocked) return false;
  if (hasDuration && workedFor(run) === undefined) return false;
  return hasPart(run, behind) && hasWaited(run, behind);
}

function hasPart({ tools, nodes }: RunFacts, { part, partFailed, partUnfinished }: RunsBehind): boolean {
  if (part === undefined) return true;
  if (part.kind === "node")
    return nodes.some(
      ({ name, status }) => name === part.name && (partFailed ? isFailedNode(status) : status !== skippedOutcome),
    );
  return tools.some(
    ({ name, failed, unfinished }) =>
      name === part.name && (!partFailed || failed > 0) && (!partUnfinished || unfinished > 0),
  );
}

/** The status of a node that a workflow passed over: it isn't counted. */
export const skippedOutcome = "skip";

/** Whether a node failed, by its status as the SDK names it. */
export function isFailedNode(status: string): boolean {
  return status === "failure" || status === "failed";
}

function hasWaited({ waits }: RunFacts, { waited }: RunsBehind): boolean {
  return !waited || waits.some((wait) => wait >= waited[0] && wait < waited[1]);
}
