import type { Run } from "../../../src/api/schemas.ts";
import { seededFailures } from "../../support/failures/seededRuns.ts";
import { makeRun } from "../servers/runsServer.ts";

const minute = 60_000;

/** Runs of the last weeks, the newest first, two minutes apart. Some of them failed, for twelve causes. */
export function factsRuns({ count, failed, now }: { count: number; failed: number; now: number }): Run[] {
  const errors = seededFailures(failed);
  const each = Math.floor(count / failed);
  return Array.from({ length: count }, (_, index): Run => {
    const error = index % each === 0 ? errors[index / each]?.error : undefined;
    const run = makeRun(index, error ? "failed" : "completed", now - (index + 1) * 2 * minute);
    if (!error) return run;
    const { type, message, place } = error;
    const details = place === undefined ? {} : { details: { node: place } };
    return { ...run, output: null, error: { code: type, message, ...details } };
  });
}
