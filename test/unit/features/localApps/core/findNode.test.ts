import { expect, test } from "vitest";
import { findNode } from "#features/localApps/core/findNode.ts";

const file = "/app/support.py";
const nodes = [
  { id: "agent", name: "Agent", type: "Agent", group: "agents", file, line: 40, code: null },
  { id: "crm", name: "CRM lookup", type: "Tool", group: "tools", file, line: 44, code: { file, line: 17 } },
  { id: "twin", name: "Agent", type: "Agent", group: "agents", file, line: 60, code: null },
  { id: "built-in", name: "Search", type: "Search", group: "tools", file: null, line: null, code: null },
];

test.each([
  ["its id", { id: "twin", name: "Agent" }, 60],
  ["its name, if no node has the id", { id: "a run's id", name: "Agent" }, 40],
  ["a tool's function", { name: "CRM lookup" }, 17],
  ["the name that a model gets", { name: "crm-lookup" }, 17],
])("a node is found by %s", (_, node, line) => {
  expect(findNode(nodes, node)).toEqual({ file, line });
});

test("a node that isn't made in the developer's files has no place", () => {
  expect(findNode(nodes, { name: "Search" })).toBeUndefined();
  expect(findNode(nodes, { id: "x", name: "Unknown" })).toBeUndefined();
});
