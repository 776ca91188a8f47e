import { expect, test } from "vitest";
import { runBlock } from "../../../../src/runs/labels/blockedRun.ts";

const by = "no injections";
const answer = { content: "Not allowed.", blocked: true, blocked_by: by };
const hook = { kind: "blocked", blocked: { by, outcome: "answer" }, reason: "Not allowed." };
const completed = (output: unknown) => ({ status: "completed", output });

test.each<[string, unknown, Parameters<typeof runBlock>[1]]>([
  ["the output", answer, []],
  ["a wrapped output", { output: answer }, []],
  ["a node's output", { guard: { status: "success", output: answer }, out: { status: "success", output: {} } }, []],
  ["the end of its workflow", { content: "Not allowed." }, [{ kind: "workflow", nodes: [{ blockedBy: by }] }]],
  ["the hook whose reason it returned", { reply: { text: "Not allowed.\n" }, ms: 3 }, [hook]],
  ["the hook, if nothing was returned", null, [hook]],
])("a run was blocked as %s says", (_, output, steps) => {
  expect(runBlock(completed(output), steps)?.by).toBe(by);
  expect(runBlock({ ...completed(output), status: "failed" }, steps)).toBeUndefined();
});

test.each<[string, unknown, Parameters<typeof runBlock>[1]]>([
  ["nothing was blocked", { content: "Hi", blocked: false }, []],
  ["only a field of its own has that name", { account: "a-1", blocked: true }, []],
  ["a call was blocked", { content: "A manager." }, [{ ...hook, blocked: { by, outcome: "observation" } }]],
  ["another agent answered", { content: "Done." }, [hook]],
  ["only an agent that another one called was", { content: "Not allowed." }, [{ ...hook, speaker: { calledBy: "3" } }]],
  ["one of several items was", { output: [answer, { content: "Hi", blocked: false }] }, [hook]],
])("a run wasn't blocked if %s", (_, output, steps) => {
  expect(runBlock(completed(output), steps)).toBeUndefined();
});
