import * as z from "zod";
import { readAs, unchanged } from "../../../base/stored.ts";
import type { BatchHead, BatchLine, LineState } from "./batchTypes.ts";

const format = "dynamiq-runs-batch";

/** A state in a batch's journal. */
export interface StateRecord {
  n: number;
  state: LineState;
}

const headSchema = z.object({
  format: z.literal(format),
  version: z.literal(1),
  head: unchanged<BatchHead>(
    z.object({
      id: z.string(),
      name: z.string(),
      connectionId: z.string(),
      origin: z.string(),
      workspace: z.string(),
      createdAt: z.number(),
      baseline: z.object({ runIds: z.array(z.unknown()) }),
    }),
  ),
});

/** A line's input may hold any names and exact numbers, so it stays unchanged. */
const lineSchema = unchanged<BatchLine>(z.object({ source: z.string() }));

const stateSchema = unchanged<StateRecord>(
  z.object({
    n: z.int(),
    state: z.discriminatedUnion("kind", [
      z.object({ kind: z.enum(["waiting", "sending"]) }),
      z.object({ kind: z.literal("created"), runId: z.string() }),
      z.object({ kind: z.enum(["failed", "unknown"]), reason: z.string() }),
    ]),
  }),
);

const countSchema = z.object({ count: z.number() });
const nameSchema = z.object({ name: z.string() });
/** The field has been called `told` since the first version. */
const shownSchema = z.object({ told: z.boolean() });

export function headRecord(head: BatchHead): { head: BatchHead } {
  const record = { format, version: 1, head };
  return record;
}

/** @returns `undefined` for any other value, or one of a later version */
export function readHead(value: unknown): BatchHead | undefined {
  return readAs(headSchema, value)?.head;
}

/** The number of a batch's lines, from its first record. */
export function readCount(value: unknown): number {
  return readAs(countSchema, value)?.count ?? 0;
}

export function readLine(value: unknown): BatchLine | undefined {
  return readAs(lineSchema, value);
}

export function readState(value: unknown): StateRecord | undefined {
  return readAs(stateSchema, value);
}

/** The name that a batch was given later, if any. */
export function readName(value: unknown): string | undefined {
  return readAs(nameSchema, value)?.name;
}

/** Whether the person has been told about the lines that were not sent. */
export function readWasShown(value: unknown): boolean | undefined {
  return readAs(shownSchema, value)?.told;
}
