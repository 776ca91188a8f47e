import { expect, test } from "vitest";
import { workflowWords } from "../../../../../src/views/panel/story/workflowText.ts";

test("a node that has said nothing is known by its id, of which a UUID is cut", () => {
  const uuid = "317f97d0-2f71-5032-a3a8-fd1ec20cf9a2";
  const nodes = [
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
  expect(workflowWords({ id: "1", sequence: 1, kind: "workflow", outcome: "completed", nodes }).nodes).toEqual([
    { name: "Node 317f97d0", status: "success" },
    { name: "node-crm", status: "skip" },
    { name: "Classify ticket", status: "failure", reason: "401", duration: 900 },
  ]);
});
