import type { Run } from "#api/schemas.ts";
import { isContainer } from "#base/json/exactNumber.ts";
import { countOf } from "#model/counts.ts";
import { runBlock } from "./blockedRun.ts";

/** A step of a story; the end of a workflow has its nodes. */
interface Step {
  readonly kind: string;
  readonly nodes?: readonly { readonly status: string }[];
}

/** The end of a workflow is among so many of the last steps. */
export const maxSearchedSteps = 100;

/**
 * How many nodes of a completed run failed, which its status doesn't say. @param steps the last end of a workflow
 * counts
 */
export function countFailedNodes(run: Pick<Run, "status" | "output">, steps: Iterable<Step> = []): number {
  if (run.status !== "completed") return 0;
  let ofWorkflow: number | undefined;
  for (const { nodes } of steps) if (nodes) ofWorkflow = nodes.filter(hasFailed).length;
  return ofWorkflow ?? inOutput(run.output);
}

/** *2 nodes failed* */
export function failedNodesText(count: number): string {
  return `${countOf(count, "node")} failed`;
}

/** The number of failed nodes in the SDK's own form of an output: `{node: {status, output}}`. */
function inOutput(output: unknown): number {
  if (!isContainer(output) || Array.isArray(output)) return 0;
  const nodes = Object.values(output).map((each: unknown) => (isContainer(each) ? (each as { status?: unknown }) : {}));
  return nodes.every(({ status }) => typeof status === "string") ? nodes.filter(hasFailed).length : 0;
}

function hasFailed({ status }: { status?: unknown }): boolean {
  return status === "failure";
}

/** How a completed run ended, besides its status. */
export interface KnownEnd {
  readonly failedNodes: number;
  /** The hook that blocked it, instead of an answer. */
  readonly blockedBy?: string;
}

/** @param steps the last ones of its story, as far as they are known */
export function knownEnd(
  run: Pick<Run, "status" | "output">,
  steps?: Parameters<typeof runBlock>[1] & Parameters<typeof countFailedNodes>[1],
): KnownEnd {
  const blockedBy = runBlock(run, steps)?.by;
  return { failedNodes: countFailedNodes(run, steps), blockedBy };
}
