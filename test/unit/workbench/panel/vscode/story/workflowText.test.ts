import { expect, test } from "vitest";
import type { NodeOutcome } from "#runs/story/storySteps.ts";
import { workflowWords } from "#workbench/panel/vscode/story/workflowText.ts";

const uuid = "317f97d0-2f71-5032-a3a8-fd1ec20cf9a2";

function nodeViews(...nodes: NodeOutcome[]) {
  return workflowWords({ id: "1", sequence: 1, kind: "workflow", outcome: "completed", nodes }).nodes;
}

test("a node without messages is known by its id, of which a UUID is cut; it is left out if it did well", () => {
  const nodes = [
    { node: uuid, name: uuid, status: "skip" },
    { node: uuid, name: uuid, status: "success" },
    { node: "node-crm", name: "node-crm", status: "skip" },
    {
      node: "b1",
      name: "Classify ticket",
      status: "failure",
      error: { type: "HTTPError", message: "401" },
      duration: 900,
    },
  ];
  expect(nodeViews(...nodes)).toEqual([
    { name: "Node 317f97d0", status: "skip" },
    { name: "node-crm", status: "skip" },
    { name: "Classify ticket", status: "failure", reason: "401", duration: 900 },
  ]);
});

test.each([
  [`Dependency ${uuid}: failed`, "Skipped because Classify ticket failed"],
  [`Dependency ${uuid}: skipped`, "Skipped because Classify ticket was skipped"],
  [`Dependency ${uuid} condition vip: result is false`, "Skipped because condition vip of Classify ticket is false"],
  ["Dependency node-9: failed", "Skipped because node-9 failed"],
  ["Dependency a: b condition c: d: skipped", "Skipped because condition c: d of a: b was skipped"],
  ["Dependency node-9: another reason", "Skipped: Dependency node-9: another reason"],
  [
    "Execution was canceled by human with feedback Too much.",
    "Skipped: Execution was canceled by human with feedback Too much.",
  ],
])("a node is skipped for the reason %j", (message, reason) => {
  const nodes = [
    { node: uuid, name: "Classify ticket", status: "success" },
    { node: "b1", name: "Send refund", status: "skip", error: { type: "NodeSkippedException", message } },
  ];
  expect(nodeViews(...nodes)[1]).toEqual({ name: "Send refund", status: "skip", reason });
});
