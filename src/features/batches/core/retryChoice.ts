import * as z from "zod";
import { readAs } from "../../../base/stored.ts";
import { countOf } from "../../../model/counts.ts";
import type { KnownBatch } from "./batchStore.ts";
import { type LineCounts, missingLines } from "./batchTypes.ts";

/**
 * What *Retry Batch…* can do: send lines that weren't sent, send those again that have no run, look for the runs of lines
 * without a response, or run the runs again that failed.
 */
const retries = ["unsent", "missing", "unknown", "failedRuns"] as const;
export type Retry = (typeof retries)[number];

const optionsSchema = z.object({ lines: z.enum(retries) });

/** What a script gives: then nobody is asked to choose. */
export type RetryOptions = z.infer<typeof optionsSchema>;

export function readRetry(options: unknown): Retry | undefined {
  return readAs(optionsSchema, options)?.lines;
}

export interface RetryRow {
  retry: Retry;
  label: string;
  description: string;
}

/** A batch that nobody works on, and how many of its known runs have failed. */
export interface Retried {
  counts: Readonly<LineCounts>;
  failedRuns: number;
}

/** What can be done with a batch, with the counts of the lines that it concerns. */
export function retryRows({ counts, failedRuns }: Retried): RetryRow[] {
  const { waiting } = counts;
  const missing = missingLines(counts);
  // A window that was closed while it sent these doesn't know whether they have arrived.
  const unknown = counts.unknown + counts.sending;
  const lines = (count: number): string => countOf(count, "line");
  const rows: [count: number, RetryRow][] = [
    [waiting, { retry: "unsent", label: "Send the Unsent Lines", description: lines(waiting) }],
    [missing, { retry: "missing", label: "Create Missing Runs", description: lines(missing) }],
    [
      unknown,
      { retry: "unknown", label: "Look Up the Unknown Lines", description: `${lines(unknown)}, nothing is sent` },
    ],
    [
      // With missing ones, the question about those offers it.
      missing === 0 ? unknown : 0,
      {
        retry: "missing",
        label: "Resend Unknown Lines",
        description: `${lines(unknown)}, they may run twice`,
      },
    ],
    [
      failedRuns,
      {
        retry: "failedRuns",
        label: "Run the Failed Runs Again",
        description: `${countOf(failedRuns, "run")}, as a batch of their own`,
      },
    ],
  ];
  return rows.flatMap(([count, row]) => (count > 0 ? [row] : []));
}

interface BatchState extends Pick<KnownBatch, "counts" | "isOpen"> {
  /** Whether its connection still exists. */
  canSend: boolean;
}

/** What can be done with batches, as context keys say it. */
export function batchKeys(batches: readonly BatchState[]) {
  const idle = batches.filter(({ isOpen }) => !isOpen);
  return {
    hasBatches: idle.length > 0,
    hasBatchToRetry: idle.some(({ counts, canSend }) => canSend && retryRows({ counts, failedRuns: 0 }).length > 0),
  };
}
