import { expect, test } from "vitest";
import { readArtifact } from "#model/artifact.ts";
import type { ToolStep } from "#runs/story/storySteps.ts";
import { stepView } from "#workbench/panel/vscode/story/stepView.ts";
import { stepsOf } from "../runs/story/support/storyEvents.ts";

const url = "https://app.getdynamiq.ai/artifacts/a1b2";
const made = (call: string, artifact: object): [string, unknown][] => [
  ["agent.tool_call.started", { id: call, tool: { name: "artifact" }, input: {} }],
  ["agent.tool_call.completed", { id: call, tool: { name: "artifact" }, result: "Saved", output: { artifact } }],
];
const report = (version: number | null) => ({ id: "a1b2", name: "Q3 report", kind: "html", version, url });

test.each<[unknown, object | undefined]>([
  [{ artifact: report(2) }, { id: "a1b2", name: "Q3 report", kind: "html", version: 2, url }],
  [{ artifact: { id: "x", name: null, kind: null, version: null, url: null } }, { id: "x", name: "x", kind: "" }],
  [{ artifact: { id: "x", url: "http://example.com" } }, { id: "x", name: "x", kind: "" }],
  [{ artifact: { id: "x", url: "javascript:alert(1)" } }, { id: "x", name: "x", kind: "" }],
  ["artifact", undefined],
])("the artifact of an output: %j", (output, artifact) => expect(readArtifact(output)).toEqual(artifact));

test("the newest version of an artifact leads, whatever order the versions come in", () => {
  const steps = stepsOf(...made("c1", report(1)), ...made("c2", report(3)), ...made("c3", report(2)));
  const [first, newest, late] = steps as ToolStep[];
  expect([first?.newer?.id, newest?.newer, late?.newer?.id]).toEqual([newest?.id, undefined, newest?.id]);
  expect(stepView(newest!, "T")).toMatchObject({ artifact: { name: "Q3 report", words: "html, version 3", url } });
  expect(stepView(first!, "T")).toMatchObject({ artifact: { newer: { id: newest?.id } } });
});
