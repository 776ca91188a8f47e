import { isContainer } from "../../../base/json/exactNumber.ts";
import type { TraceRun } from "./trace.ts";

/** What a person should know about the code that posted: `handlerUsedAgain`, or `listCut` at 50 entries. */
export type Hint = "handlerUsedAgain" | "listCut";

/** The SDK cuts lists without a mark, so a list of exactly so many entries may be cut. */
const mostOfList = 50;

/** The hints about a body. */
export function hintsOf(nodes: readonly TraceRun[]): Hint[] {
  const isCut = nodes.some(({ input, output }) => hasCutList(input) || hasCutList(output));
  return [...(isUsedAgain(nodes) ? (["handlerUsedAgain"] as const) : []), ...(isCut ? (["listCut"] as const) : [])];
}

/** A handler has one trace id and posts all runs that it has ever seen. */
function isUsedAgain(nodes: readonly TraceRun[]): boolean {
  const traces = new Set<unknown>();
  for (const { parent_run_id: parent, trace_id: trace } of nodes) {
    if ((parent ?? null) !== null || typeof trace !== "string") continue;
    if (traces.has(trace)) return true;
    traces.add(trace);
  }
  return false;
}

function hasCutList(value: unknown): boolean {
  if (!isContainer(value)) return false;
  if (Array.isArray(value) && value.length === mostOfList) return true;
  return Object.values(value).some(hasCutList);
}
