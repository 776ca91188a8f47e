import type { ExportFile } from "../../../runs/exports/exportFile.ts";
import { endOf, listOfRuns, readTraceRuns, rootsOf, type TraceRun } from "./trace.ts";
import { toEvents } from "./traceEvents.ts";
import { toRun } from "./traceRun.ts";

const kinds: ReadonlySet<unknown> = new Set(["workflow", "flow", "node"]);

/** A trace that was saved as JSON, a body or a list of runs, as an export; `undefined` for any other value. */
export function traceFile(value: unknown): ExportFile | undefined {
  const list = listOfRuns(value);
  if (!list) return undefined;
  const { runs } = readTraceRuns(list);
  // Other lists have ids, too. An export has runs without a type.
  const roots = rootsOf(runs).filter(({ type }) => kinds.has(type));
  if (roots.length === 0) return undefined;
  const last = roots.reduce<TraceRun | undefined>(
    (a, b) => (a && (endOf(a) ?? 0) >= (endOf(b) ?? 0) ? a : b),
    undefined,
  );
  return {
    ...{ format: "dynamiq-runs-export", version: 1, app: { name: "Local Runs", host: "" } },
    exportedAt: last?.end_time ?? last?.start_time ?? "",
    runs: roots.map((root) => ({ run: toRun(root, runs), events: toEvents(root, runs) })),
  };
}
