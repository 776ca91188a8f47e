import type { CreateRunRequest } from "#api/contract.ts";
import { Batch, firstStates } from "#features/batches/core/batch.ts";
import type { BatchHead, BatchLine, LineState } from "#features/batches/core/batchTypes.ts";

export function aHead(more: Partial<BatchHead> = {}): BatchHead {
  const baseline = { runIds: [] };
  const head = {
    id: "b1",
    name: "tickets.jsonl",
    connectionId: "c1",
    origin: "https://app",
    createdAt: 0,
    workspace: "",
  };
  return { ...head, baseline, ...more };
}

export function aLine(n: number, request: CreateRunRequest = { input: { line: n } }): BatchLine {
  return { source: `tickets.jsonl:${n + 1}`, request };
}

export interface Written {
  n: number;
  state: LineState;
}

/** A batch and what its journal was told, in order. */
export function aBatch(
  lines: readonly BatchLine[],
  options: { states?: readonly LineState[]; head?: Partial<BatchHead>; write?: (written: Written) => void } = {},
): { batch: Batch; written: Written[] } {
  const written: Written[] = [];
  const write = async (n: number, state: LineState): Promise<void> => {
    options.write?.({ n, state });
    written.push({ n, state });
  };
  return { batch: new Batch(aHead(options.head), lines, options.states ?? firstStates(lines), write), written };
}
