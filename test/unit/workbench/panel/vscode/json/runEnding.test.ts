import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import { runEnding } from "#workbench/panel/vscode/json/runEnding.ts";

const failedNodes = {
  type: "FlowNodeFailureException",
  message: "Flow execution failed due to node failures: Classifier",
  failed_nodes: [{ id: "n1", name: "Classifier", error_message: "401" }, { error_message: "No reply" }],
};

function workflow(part: Partial<Extract<StoryStep, { kind: "workflow" }>> = {}): StoryStep {
  return { kind: "workflow", id: "9", sequence: 9, outcome: "completed", nodes: [], ...part };
}

const run = (part: Partial<Run>): Run => ({ id: "r1", status: "failed", ...part });

test("a failed run without output shows which nodes failed, and why", () => {
  const steps = [workflow({ outcome: "failed", error: "Flow execution failed due to node failures: Classifier" })];
  expect(runEnding(run({ error: failedNodes }), steps)).toEqual({
    reason: "",
    nodes: [
      { name: "Classifier", status: "failure", reason: "401" },
      { name: "Node", status: "failure", reason: "No reply" },
    ],
  });
});

test.each<Partial<Run>>([{ status: "started" }, { status: "completed", output: "" }, { status: "failed", output: {} }])(
  "a run that goes on or has an output has no such end: %j",
  (part) => expect(runEnding(run(part), [workflow()])).toBe(undefined),
);

test("a workflow's unsuccessful nodes are shown, of its last end", () => {
  const nodes = [
    { node: "n1", name: "Classifier", status: "success" },
    { node: "n2", name: "Refund", status: "skip", error: { message: "Dependency n1: skipped" } },
  ];
  const steps = [workflow({ nodes: [{ node: "n0", name: "Before", status: "failure" }] }), workflow({ nodes })];
  expect(runEnding(run({ status: "completed", output: null }), steps)).toEqual({
    reason: "",
    nodes: [{ name: "Refund", status: "skip", reason: "Skipped because Classifier was skipped" }],
  });
});
