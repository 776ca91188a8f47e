import { expect, test } from "vitest";
import type { RunEvent } from "#api/schemas.ts";
import { StoryPrinter } from "#cli/run/storyPrinter.ts";
import { RunStory } from "#runs/story/runStory.ts";
import type { StepChange, TextStep } from "#runs/story/storySteps.ts";

let written = "";
const printer = (): StoryPrinter => {
  written = "";
  return new StoryPrinter(
    (text) => (written += text),
    (_, text) => text,
  );
};

const events = (...data: [type: string, data: unknown][]): RunEvent[] =>
  data.map(([type, each], index) => ({ id: `e${index}`, type, sequence: index + 1, data: each }));
const text = (id: string, said: string, growing: boolean, name?: string): StepChange => {
  const speaker = name === undefined ? {} : { speaker: { key: name, name } };
  const step: TextStep = { id, sequence: 1, kind: "text", object: "text", text: said, growing, ...speaker };
  return { kind: "upsert", step };
};

test("a text is written as its pieces arrive, a call when its input is known and when it ended", () => {
  const [story, to] = [new RunStory(), printer()];
  const call = { id: "c1", tool: { name: "search", type: "http" }, input: { q: "order 12" } };
  const all = events(
    ["agent.reasoning.delta", { object: "t", delta: "I look ", iteration: 1 }],
    ["agent.reasoning.delta", { object: "t", delta: "it up.", iteration: 1 }],
    ["agent.tool_call.started", { ...call, iteration: 1 }],
    ["agent.tool_call.completed", { ...call, result: '{"found": 1}', iteration: 1 }],
    ["agent.reasoning.delta", { object: "t", delta: "Done.", iteration: 2 }],
  );
  const steps: string[] = [];
  for (const event of all) {
    to.take(story.apply([event]));
    steps.push(written);
    written = "";
  }
  to.end();
  expect(steps).toEqual([
    "\nIteration 1\nI look ",
    "it up.",
    `\n→ search {"q":"order 12"}\n`,
    `← search: {"found":1}\n`,
    "\nIteration 2\nDone.",
  ]);
  expect(written).toBe("\n");
});

test("control characters of a run reach no terminal", () => {
  const to = printer();
  to.take([text("1", "a\u001b]52;c;aGk=\u0007b\u009b2J\u202ec\r\nd\te", false, "\u001b[2JAda")]);
  to.take(
    new RunStory().apply(
      events(["agent.tool_call.completed", { id: "c", tool: { name: "x\u001b[31m" }, result: "\u001b[2J" }]),
    ),
  );
  to.end();
  expect(written).not.toMatch(/(?![\t\n])[\p{Cc}\u202e]/u);
  expect(written).toContain("a]52;c;aGk=b2Jc\nd\te");
});
