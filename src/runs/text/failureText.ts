import type { Run } from "#api/schemas.ts";
import { fieldsOf } from "#base/json/fieldsOf.ts";
import { memoryRemedy } from "#model/conversationIds.ts";
import { errorDetails, errorLine, errorSummary, nodeFailures } from "#runs/labels/errorSummary.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import type { StorySteps } from "#runs/story/runStory.ts";
import { stepParts } from "#runs/story/stepParts.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import { firstOf } from "./firstOf.ts";
import { foldedJson } from "./foldedValue.ts";
import { stepText } from "./stepText.ts";

/** How many steps before the end are searched for failed calls. */
const maxSearchedSteps = 2_000;
const maxFailures = 3;
const stretchLength = 200;
const maxNodes = 10;

/** Why a run failed: its error, the nodes that failed, and its last failed calls. Empty for any other run. */
export function failureTexts(run: Run, story: StorySteps | undefined): string[] {
  if (run.status !== "failed") return [];
  const { code, message } = errorSummary(run.error);
  const remedy = memoryRemedy(code, message);
  const reason = errorLine(run.error);
  const nodes = nodeFailures(run.error).map(
    ({ node = "a node", message: why }) => `failed node ${rowText(node)}: ${foldedJson(why, 600)}`,
  );
  return [
    `failure: ${reason === "" ? "the app gave no reason" : foldedJson(reason, 1_200)}`,
    ...firstOf(nodes, maxNodes, "failed node").map((line) => `  ${line}`),
    ...(remedy === undefined ? [] : [`remedy: ${remedy}`]),
    ...(story ? failedCalls(story).map((text) => `before it failed:\n${text}`) : []),
  ];
}

/** Why a run failed, said once: the error, then what the app adds to it, such as details, and attempts of a node. */
export function failureDetails(run: Run): string[] {
  if (run.status !== "failed") return [];
  const reason = errorLine(run.error);
  const { failed_nodes: nodes, message: _, ...more } = fieldsOf(errorDetails(run.error));
  const ofNodes = (Array.isArray(nodes) ? (nodes as unknown[]) : []).map((node) => {
    const { id, name, error_message: __, ...rest } = fieldsOf(node);
    const word = [name, id].find((each) => typeof each === "string") ?? "without a name";
    return `failed node ${rowText(word)}: ${foldedJson(rest, 600)}`;
  });
  return [
    `failure: ${reason === "" ? "the app gave no reason" : foldedJson(reason, 1_200)}`,
    ...(Object.keys(more).length === 0 ? [] : [`  details: ${foldedJson(more, 800)}`]),
    ...firstOf(ofNodes, maxNodes, "failed node").map((line) => `  ${line}`),
  ];
}

/** The last calls that failed and weren't tried again. */
function failedCalls(story: StorySteps): string[] {
  const found: string[] = [];
  const first = Math.max(0, story.length - maxSearchedSteps);
  for (let end = story.length; end > first && found.length < maxFailures; end -= stretchLength) {
    const start = Math.max(first, end - stretchLength);
    const steps = story.slice(start, end);
    for (let at = steps.length - 1; at >= 0 && found.length < maxFailures; at--) {
      const step = steps[at]!;
      if (isFailure(step)) found.unshift(stepText(step, start + at, story));
    }
  }
  return found;
}

/** The end of the run says no more than its error. */
function isFailure(step: StoryStep): boolean {
  if (step.kind === "failed" || (step.kind === "tool" && step.repeated)) return false;
  return stepParts(step).failed;
}
