import type { Run } from "../../api/schemas.ts";
import { runBlock } from "./blockedRun.ts";
import { countFailedNodes } from "./failedNodes.ts";

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
