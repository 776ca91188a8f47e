import type { RunDatabase } from "../engine/runDatabase.ts";

/** What the worker does with the index in a file. */
type Operations = Omit<RunDatabase, "close">;
export type OperationName = keyof Operations;
export type Arguments<Name extends OperationName> = Parameters<Operations[Name]>;
export type Result<Name extends OperationName> = ReturnType<Operations[Name]>;

export type ToWorker =
  | { kind: "call"; id: number; file: string; name: OperationName; values: readonly unknown[] }
  | { kind: "close" };

export type FromWorker =
  /** The first message: why there is no index, or nothing when there is one. */
  | { kind: "begun"; missing?: string }
  | { kind: "result"; id: number; value: unknown }
  | { kind: "failure"; id: number; message: string };
