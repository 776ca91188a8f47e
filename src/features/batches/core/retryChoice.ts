import * as z from "zod";
import { readAs } from "#base/stored.ts";
import { countOf } from "#model/counts.ts";
import { type LineCounts, missingLines } from "./batchTypes.ts";

/**
 * What *Retry Batch…* can do: send lines that weren't sent, send those again that have no run, look for the runs of lines
 * without a response, send these lines again, or run the runs again that failed.
 */
const retryKinds = ["unsent", "missing", "unknown", "resend", "failedRuns"] as const;
export type Retry = (typeof retryKinds)[number];

const optionsSchema = z.object({ lines: z.enum(retryKinds) });

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
export interface RetriedBatch {
  counts: Readonly<LineCounts>;
  failedRuns: number;
}

/** What can be done with a batch, with the counts of the lines that it concerns. */
export function retryRows({ counts, failedRuns }: RetriedBatch): RetryRow[] {
  const { waiting } = counts;
  const missing = missingLines(counts);
  // A window that was closed while it sent these doesn't know whether they have arrived.
  const unknown = counts.unknown + counts.sending;
  const lines = (count: number): string => countOf(count, "line");
  const twice = `${lines(unknown)}, which may run twice`;
  const again = `${countOf(failedRuns, "run")}, as a new batch`;
  const rows: [count: number, Retry, label: string, description: string][] = [
    [waiting, "unsent", "Send the Unsent Lines", lines(waiting)],
    [missing, "missing", "Send the Lines Without a Run", lines(missing)],
    [unknown, "unknown", "Look Up Lines with Unknown Outcome", `${lines(unknown)}; nothing is sent`],
    [unknown, "resend", "Send Lines with Unknown Outcome Again", twice],
    [failedRuns, "failedRuns", "Run the Failed Runs Again", again],
  ];
  return rows.flatMap(([count, retry, label, description]) => (count > 0 ? [{ retry, label, description }] : []));
}
