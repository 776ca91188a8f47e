import type { TraceCalls } from "./traceStore.ts";

/** A call of the store in its thread. */
export interface ToTraceThread {
  id: number;
  name: keyof TraceCalls;
  values: readonly unknown[];
}

/** What became of it: its value as JSON, which is absent for none, or why it failed. */
export type FromTraceThread = { id: number; json: string | undefined } | { id: number; failure: string };
