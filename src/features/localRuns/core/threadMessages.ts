import type { TraceCalls } from "./traceStore.ts";

/** A call of the store in its thread. */
export interface ToTraceThread {
  id: number;
  name: keyof TraceCalls;
  values: readonly unknown[];
}

/** The result of a call: its value as JSON, absent for none, or why it failed. */
export type FromTraceThread = { id: number; json: string | undefined } | { id: number; failure: string };
