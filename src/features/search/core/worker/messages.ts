import type { Operations, OperationValues, RunDatabase } from "#features/search/core/engine/runDatabase.ts";

/** What the worker does with the file of an index, besides the operations in its database. */
type WithFile = Pick<RunDatabase, "size" | "fix" | "clear" | "remove">;
export type OperationName = keyof Operations | keyof WithFile;
export type Arguments<Name extends OperationName> = Name extends keyof Operations ? OperationValues<Name> : [];
export type Result<Name extends OperationName> = ReturnType<(Operations & WithFile)[Name]>;

export type ToWorker =
  | { kind: "call"; id: number; file: string; name: OperationName; values: readonly unknown[] }
  | { kind: "close" };

export type FromWorker =
  /** Why there is no index. */
  | { kind: "missing"; reason: string }
  | { kind: "result"; id: number; value: unknown }
  | { kind: "failure"; id: number; message: string };
