import { expect, test } from "vitest";
import { runBlock } from "#runs/labels/blockedRun.ts";

const by = "no injections";
const answer = { content: "Not allowed.", blocked: true, blocked_by: by };
const hook = { kind: "blocked", blocked: { by, outcome: "answer" }, reason: "Not allowed." };
const nodes = (blocked: object) => ({ kind: "workflow", nodes: [{ blocked: { by, ...blocked } }] });
const writer = { status: "success", output: { content: "Sorry." } };
const completed = (output: unknown) => ({ status: "completed", output });

test.each<[string, unknown, Parameters<typeof runBlock>[1]]>([
  ["the output", answer, []],
  ["a node's output", { guard: { status: "success", output: answer }, out: { status: "success", output: {} } }, []],
  ["the end of its workflow", { content: "Not allowed." }, [nodes({ reason: "Not allowed." })]],
  ["a field with the output of an agent", { reply: answer, ms: 3 }, []],
  ["the hook whose reason it returned", { reply: { text: "Not allowed.\n" }, ms: 3 }, [hook]],
  ["the hook, if nothing was returned", null, [hook]],
])("a run was blocked as %s says", (_, output, steps) => {
  expect(runBlock(completed(output), steps)?.by).toBe(by);
  expect(runBlock({ ...completed(output), status: "failed" }, steps)).toBeUndefined();
});

test.each<[string, unknown, Parameters<typeof runBlock>[1]]>([
  ["a call was blocked", { content: "A manager." }, [{ ...hook, blocked: { by, outcome: "observation" } }]],
  ["another agent answered", { content: "Done." }, [hook, nodes({ reason: "Not allowed." })]],
  [
    "another node answered",
    { guard: { status: "success", output: answer }, writer },
    [hook, nodes({ reason: "Not allowed." })],
  ],
  ["only an agent that another one called was", { content: "Not allowed." }, [{ ...hook, speaker: { calledBy: "3" } }]],
  ["one of several items was", { output: [answer, { content: "Hi", blocked: false }] }, [hook]],
])("a run wasn't blocked if %s", (_, output, steps) => {
  expect(runBlock(completed(output), steps)).toBeUndefined();
});
