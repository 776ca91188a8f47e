import { expect, test } from "vitest";
import type { RunEvent } from "../../../../../src/api/schemas.ts";
import { RunStory } from "../../../../../src/runs/story/runStory.ts";
import { storyText } from "../../../../../src/views/panel/story/storyText.ts";

type Told = [type: string, data?: unknown];

function textOf(told: Told[], { from = 1, at = 0 } = {}): string {
  const runStory = new RunStory();
  runStory.apply(
    told.map(([type, data], i): RunEvent => {
      return {
        type,
        data,
        id: `e${at}${i}`,
        sequence: from + i,
        timestamp: new Date(1e12 + at + i * (at + 50)).toISOString(),
      };
    }),
  );
  return storyText("Refund request", runStory.steps);
}

const tool = { name: "lookup_customer", type: "function" };
const call = (id: string): Told[] => [
  ["agent.tool_call.started", { id, tool, input: { customer: "c1" }, iteration: 1 }],
  ["agent.tool_call.completed", { id, tool, input: { customer: "c1" }, result: '{"plan":"Pro"}', iteration: 1 }],
];
const story = (id: string): Told[] => [
  ["run.started", { id: `run-${id}` }],
  ["agent.reasoning.delta", { delta: "I look up ", iteration: 1 }],
  ["agent.reasoning.delta", { delta: "the **customer**.", iteration: 1 }],
  ...call(`call-${id}`),
  ["approval_request.created", { id: `ask-${id}`, prompt: "Approve $620?", params: { amount: 620 }, iteration: 2 }],
  ["run.paused", { checkpoint_id: `ckpt-${id}` }],
  ["run.human_feedback.received", { request_id: `ask-${id}`, approved: true, params: { amount: 480 } }],
  ["run.resumed", {}],
  ["vendor.fraud_score.v2", { score: 0.07 }],
  ["run.failed", { error: { code: "gateway_timeout", message: "No answer", attempts: 3 } }],
];

test("a story reads from top to bottom, with inputs and results", () => {
  expect(textOf(story("a"))).toBe(`# Refund request

### Run started

## Iteration 1

I look up the **customer**.

### Tool call lookup_customer (function)

Input:

\`\`\`json
{
  "customer": "c1"
}
\`\`\`

Result:

\`\`\`json
{
  "plan": "Pro"
}
\`\`\`

## Iteration 2

### Asked for approval

Approve $620?

\`\`\`json
{
  "params": {
    "amount": 620
  }
}
\`\`\`

### Run paused

### Approved

amount 480

\`\`\`json
{
  "params": {
    "amount": 480
  }
}
\`\`\`

### Run resumed

### vendor.fraud_score.v2

\`\`\`json
{
  "score": 0.07
}
\`\`\`

### Run failed: gateway_timeout

No answer

\`\`\`json
{
  "code": "gateway_timeout",
  "message": "No answer",
  "attempts": 3
}
\`\`\`
`);
});

test("two equal runs have the same text, at any time, with any durations and ids", () => {
  expect(textOf(story("a"))).toBe(textOf(story("b"), { from: 40, at: 7000 }));
});

test("calls that failed, did not finish or still run say so", () => {
  const started = call("c")[0]!;
  expect(textOf([started])).toContain("### Tool call lookup_customer (function), running");
  expect(textOf([started, ["run.canceled", {}]])).toContain("(function), did not finish");
  expect(textOf([started, ["agent.tool_call.failed", { id: "c", error: "down", iteration: 1 }]])).toMatch(
    /\(function\), failed\n[^]*Result:\n\ndown\n/,
  );
});

test("a large result is there in full", () => {
  const result = JSON.stringify({ rows: Array.from({ length: 5000 }, (_, row) => `row ${row}`) });
  const text = textOf([["agent.tool_call.completed", { id: "c", tool, input: null, result, iteration: 1 }]]);
  expect(text).toContain('"row 4999"');
});

test("of nothing there is the title", () => {
  expect(textOf([])).toBe("# Refund request\n");
});
