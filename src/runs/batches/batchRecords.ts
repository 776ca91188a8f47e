import type { BatchHead, BatchLine, LineState } from "./batchTypes.ts";

const format = "dynamiq-runs-batch";

/** What a batch's journal holds of one state. */
export interface StateRecord {
  n: number;
  state: LineState;
}

export function headRecord(head: BatchHead): { head: BatchHead } {
  const record = { format, version: 1, head };
  return record;
}

/** @returns `undefined` for what is none, or one of a later version */
export function readHead(value: unknown): BatchHead | undefined {
  if (!isObject(value) || value["format"] !== format || value["version"] !== 1) return undefined;
  const { head } = value;
  if (!isObject(head)) return undefined;
  const { id, name, connectionId, origin, createdAt, workspace, baseline } = head;
  const isWhole =
    [id, name, connectionId, origin, workspace].every((each) => typeof each === "string") &&
    typeof createdAt === "number" &&
    isObject(baseline) &&
    Array.isArray(baseline["runIds"]);
  return isWhole ? (head as unknown as BatchHead) : undefined;
}

export function readLine(value: unknown): BatchLine | undefined {
  return isObject(value) && typeof value["source"] === "string" ? (value as unknown as BatchLine) : undefined;
}

export function readState(value: unknown): StateRecord | undefined {
  if (!isObject(value) || !Number.isInteger(value["n"]) || !isObject(value["state"])) return undefined;
  return isState(value["state"]) ? (value as unknown as StateRecord) : undefined;
}

function isState({ kind, runId, reason }: Record<string, unknown>): boolean {
  switch (kind) {
    case "waiting":
    case "sending":
      return true;
    case "created":
      return typeof runId === "string";
    case "failed":
    case "unknown":
      return typeof reason === "string";
    default:
      return false;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
