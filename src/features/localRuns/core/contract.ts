import type { Run, RunEvent } from "../../../api/schemas.ts";

/**
 * A run of a trace as the SDK's tracing handler posts it, under the wire's names: a workflow, a flow or a node. Only
 * `id` is certain. A run that is still going on has neither a status nor an end.
 */
export interface TraceRun {
  readonly id: string;
  /** Null only for the root. */
  readonly parent_run_id: string | null;
  /** `workflow`, `flow` or `node`; others may come. */
  readonly type: string;
  readonly name: string;
  /** ISO 8601 with microseconds. */
  readonly start_time: string | null;
  readonly end_time: string | null;
  /** `succeeded`, `failed`, `skipped`, `canceled`; others may come. Null while it is going on. */
  readonly status: string | null;
  readonly input: unknown;
  readonly output: unknown;
  readonly error: unknown;
  /** The attempts. */
  readonly executions: readonly unknown[];
  readonly tags: readonly unknown[];
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The handler's, not those of the input. */
  readonly trace_id?: string | null;
  readonly session_id?: string | null;
  readonly source_id?: string | null;
}

/** The content of one post. A run that can't be read is left out and named in `problems`, without its content. */
export interface TraceBody {
  readonly runs: readonly TraceRun[];
  readonly problems: readonly string[];
}

/** A root and what ran below it, in the order in which the runs were first posted. `runs` includes the root. */
export interface Trace {
  readonly root: TraceRun;
  readonly runs: readonly TraceRun[];
}

/** A trace in the words of the Runs API. */
export interface TraceReader {
  /** A run that is still going on is `started`. */
  toRun(trace: Trace): Run;
  /**
   * The events of a trace, with sequences from 1. A trace that still grows is read again and again: what was an event
   * of the shorter trace is the same event, with the same sequence, of the longer one. So the order is that of the
   * runs' starts and ends, and the terminal event comes last.
   */
  toEvents(trace: Trace): RunEvent[];
}
