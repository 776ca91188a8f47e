import type { Run } from "#api/schemas.ts";
import { isTerminal } from "#model/status.ts";
import { errorSummary, nodeFailures } from "#runs/labels/errorSummary.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import type { RunEnding } from "#workbench/panel/page/storyViews.ts";
import { maxSentenceSteps } from "#workbench/panel/vscode/headerSentence.ts";
import { workflowWords } from "#workbench/panel/vscode/story/workflowText.ts";

/**
 * Why a finished run has no output, in the words of its story. `undefined` if it has one or is still running.
 *
 * @param story its last steps are read
 */
export function runEnding(run: Run, story: { slice(from: number): readonly StoryStep[] }): RunEnding | undefined {
  if (!isTerminal(run.status) || (run.output !== undefined && run.output !== null)) return undefined;
  const failures = nodeFailures(run.error).map(({ node = "Node", message }) => {
    return { name: node, status: "failure", reason: message };
  });
  const end = story.slice(-maxSentenceSteps).findLast((step) => step.kind === "workflow");
  const words = end?.kind === "workflow" ? workflowWords(end) : undefined;
  const stopped = words?.nodes.filter(({ status }) => status !== "success") ?? [];
  // The end of a failed workflow has no nodes, only its error.
  const nodes = stopped.length > 0 ? stopped : failures;
  const { code, message } = errorSummary(run.error);
  const reason = failures.length > 0 ? "" : message || words?.text || code || "";
  return { reason, nodes };
}
