import type { TraceRun } from "#features/localRuns/core/trace.ts";

/** A node as the SDK's tracing handler posts it, which took a second. */
export function node(id: string, parent: string | null, changes: Partial<TraceRun> = {}): TraceRun {
  return {
    id,
    name: parent === null ? "Workflow" : "LLM",
    type: parent === null ? "workflow" : "node",
    trace_id: "one handler",
    source_id: "source",
    session_id: "session",
    start_time: "2026-11-29T19:32:10.000000+00:00",
    end_time: "2026-11-29T19:32:11.000000+00:00",
    parent_run_id: parent,
    status: "succeeded",
    input: { input: `What is ${id}?` },
    output: { content: `That is ${id}.` },
    metadata: {},
    error: null,
    executions: [],
    tags: [],
    ...changes,
  };
}

export const going = { status: null, end_time: null, output: null } as const;

/** The bytes of a post. */
export function bodyOf(...runs: readonly unknown[]): Buffer<ArrayBuffer> {
  return Buffer.from(JSON.stringify({ runs }));
}
