import { expect, test } from "vitest";
import { countFailedNodes } from "#runs/labels/failedNodes.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";

const end = (...statuses: string[]): StoryStep => ({
  id: "s1",
  sequence: 1,
  kind: "workflow",
  outcome: "completed",
  nodes: statuses.map((status, index) => ({ node: `n${index}`, name: `Node ${index}`, status })),
});
const node = (status: string) => ({ status, output: null });

test.each<[string, number, unknown, StoryStep[]]>([
  ["of the workflow's end", 2, { output: "" }, [end("success", "failure", "skip", "failure")]],
  ["of its last end", 1, {}, [end("failure", "failure"), end("failure", "success")]],
  ["of the end, whatever the output says", 0, { a: node("failure") }, [end("success")]],
  ["of an output by nodes", 1, { a: node("failure"), b: node("success") }, []],
  ["of no output with a field that is called status", 0, { a: node("failure"), score: 3 }, []],
])("the failed nodes of a completed run are those %s", (_what, count, output, steps) =>
  expect(countFailedNodes({ status: "completed", output }, steps)).toBe(count),
);

test("a run that failed has no failed nodes of its own: its error names them", () => {
  expect(countFailedNodes({ status: "failed", output: null }, [end("failure")])).toBe(0);
});
