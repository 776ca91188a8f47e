import { expect, test } from "vitest";
import { factsOfRun } from "#runs/facts/factsOfRun.ts";
import { inputTitle } from "#runs/labels/runLabel.ts";
import { type TraceFields, traceFacts, traceOf, usageFacts } from "#runs/labels/traceSummary.ts";

const fields: TraceFields = {
  title: "Who is Ann?",
  nodes: 6,
  model_calls: 3,
  prompt_tokens: 360,
  completion_tokens: 90,
  total_tokens: 450,
  cost_usd: 0.000108,
  unpriced: [],
  blocked_calls: 0,
};
const run = (part: Partial<TraceFields> = {}) => ({
  id: "a",
  status: "completed",
  started_at: "2026-11-29T19:32:10.492612Z",
  ended_at: "2026-11-29T19:32:10.499212Z",
  trace: { ...fields, ...part },
});
const rowOf = (part?: Partial<TraceFields>): string => traceFacts(run(part), traceOf(run(part))!).join(" · ");

test("a row has the duration, the tokens and the cost", () => {
  expect(rowOf()).toBe("6.6 ms · 450 tokens · $0.0001");
  expect(rowOf({ model_calls: 0 })).toBe("6.6 ms");
});

test("nothing is said of tokens and cost until a model call has reported them", () => {
  const running = { model_calls: 1, prompt_tokens: 0, completion_tokens: 0, total_tokens: 0, cost_usd: 0 };
  expect(rowOf(running)).toBe("6.6 ms");
  expect(usageFacts(traceOf(run(running))!)).toEqual([]);
  expect(factsOfRun(run(running)).models).toBeUndefined();
});

test("an unknown price is said and never zero, and a price of zero is", () => {
  const unpriced = ["ollama/llama3.2"];
  expect(rowOf({ unpriced })).toBe("6.6 ms · 450 tokens · $0.0001, price unknown for 1 model");
  expect(rowOf({ unpriced, cost_usd: 0 })).toBe("6.6 ms · 450 tokens · price unknown for 1 model");
  expect(rowOf({ cost_usd: 0 })).toBe("6.6 ms · 450 tokens · $0");
});

test("the header has the same, and its tooltips say the rest", () => {
  expect(usageFacts(traceOf(run({ unpriced: ["ollama/llama3.2"], cost_usd: 4.866 }))!)).toEqual([
    { text: "450 tokens", detail: "360 in, 90 out, 3 model calls" },
    { text: "$4.87", detail: "$4.8660, without llama3.2" },
    { text: "price unknown for 1 model", detail: "ollama/llama3.2" },
  ]);
});

test("a run of an app has none, whatever it says of its own traces", () => {
  expect(traceOf({ id: "a", status: "completed" })).toBeUndefined();
  expect(traceOf({ id: "a", status: "completed", trace: [] })).toBeUndefined();
  for (const name of ["title", "nodes", "model_calls", "total_tokens", "cost_usd"])
    expect(traceOf({ id: "a", status: "completed", trace: { ...fields, [name]: { value: 3 } } })).toBeUndefined();
  expect(inputTitle({ input: { subject: "Refund" }, trace: { nodes: 3, title: "root" } })).toBe("Refund");
});

test("odd fields of an export do no harm", () => {
  const trace = { ...fields, nodes: -3, unpriced: 3, bytes: "x" };
  expect(traceOf({ id: "a", status: "completed", trace })).toMatchObject({
    nodes: 0,
    bytes: 0,
    models: { unpriced: [] },
  });
});
