import { describe, expect, test } from "vitest";
import type { ToolStep, StoryStep } from "../../../../../src/runs/story/storySteps.ts";
import { prettyJson } from "../../../../../src/runs/values/prettyJson.ts";
import { callSummary } from "../../../../../src/views/panel/story/callSummary.ts";
import { stepView } from "../../../../../src/views/panel/story/stepView.ts";

const place = { id: "7", sequence: 7, at: 1400, iteration: 2 };
const bare = { id: "7", sequence: 7, at: undefined, iteration: undefined };
const call: ToolStep = {
  ...place,
  kind: "tool",
  name: "lookup_customer",
  toolType: "function",
  input: { customer_id: "customer-7421" },
  result: '{"name": "Dana", "orders": 3}',
  progress: "",
  state: "finished",
  startedAt: "2026-06-10T09:15:21Z",
  duration: 412,
};

describe("a tool call", () => {
  test("has its sides pretty-printed, also the JSON inside a text", () => {
    expect(stepView(call, "T")).toEqual({
      ...place,
      kind: "tool",
      name: "lookup_customer",
      toolType: "function",
      summary: "customer-7421 → Dana, 3",
      input: '{\n  "customer_id": "customer-7421"\n}',
      result: '{\n  "name": "Dana",\n  "orders": 3\n}',
      state: "finished",
      startedAt: "2026-06-10T09:15:21Z",
      duration: 412,
    });
  });

  test("leaves out what is not known, and shows its progress for a result", () => {
    const item = stepView(
      { ...call, ...bare, toolType: undefined, input: null, result: undefined, progress: "half", duration: undefined },
      "T",
    );
    expect(item).toEqual({
      id: "7",
      sequence: 7,
      kind: "tool",
      name: "lookup_customer",
      summary: "",
      result: "half",
      state: "finished",
      startedAt: "2026-06-10T09:15:21Z",
    });
  });

  test("that failed says why in a line of its own, and knows the call that repeats it", () => {
    const failed: ToolStep = {
      ...call,
      state: "failed",
      result: "RateLimitError: 429, retry after 2 s\nTraceback",
      repeated: { id: "9", sequence: 9, at: 2000 },
    };
    expect(stepView(failed, "T")).toMatchObject({
      ...{ summary: "customer-7421", failure: "RateLimitError: 429, retry after 2 s" },
      repeated: { id: "9", sequence: 9, at: 2000 },
    });
    expect(stepView({ ...failed, result: { error: { message: "no such order" } } }, "T")).toMatchObject({
      failure: "no such order",
    });
  });

  test("has what the tool returned besides its result", () => {
    expect(stepView({ ...call, output: { cached: true } }, "T")).toMatchObject({ output: '{\n  "cached": true\n}' });
    expect(stepView(call, "T")).not.toHaveProperty("output");
  });

  test("is cut where it is long, and says how long it was", () => {
    const item = stepView({ ...call, result: "x".repeat(50_000) }, "T");
    expect(item).toMatchObject({ result: "x".repeat(20_000), resultLength: 50_000 });
    expect(item).not.toHaveProperty("inputLength");
  });
});

test("every text that is cut says how long it was", () => {
  const long = { text: "x".repeat(30_000) };
  expect(stepView({ ...place, kind: "other", type: "vendor.log", data: long }, "T")).toMatchObject({
    textLength: 30_016,
  });
  expect(stepView({ ...place, kind: "failed", error: { code: "e", message: "m", log: long } }, "T")).toMatchObject({
    detailsLength: expect.any(Number),
  });
  expect(stepView({ ...place, kind: "other", type: "vendor.log", data: {} }, "T")).not.toHaveProperty("textLength");
});

describe("pretty JSON", () => {
  test("never cuts a character in two", () => {
    const { text, length } = prettyJson(`${"x".repeat(19_999)}😀`);
    expect(text).toBe("x".repeat(19_999));
    expect(length).toBe(20_001);
  });

  test.each(["{not json}", "[1, 2", "42", ' "quoted"', ""])("leaves the text %j alone", (text) => {
    expect(prettyJson(text)).toEqual({ text });
  });
});

describe("a summary", () => {
  test.each<[unknown, unknown, string]>([
    [{ a: 1, b: { c: "two", d: [true, "x"] } }, { duplicate: null }, "1, two, true, x"],
    [{ total: 129.9, paid: true, open: false }, { accepted: true }, "129.9, paid, open false → accepted"],
    ["The parcel", "We refund **€129.90** with `ord_1`", "The parcel → We refund €129.90 with ord_1"],
    [undefined, "plain\n  text", "plain text"],
    ["in", undefined, "in"],
    [{}, [], ""],
    [{ a: " ", b: null }, 0, "0"],
    [
      { look_for: "damage", photo: { content: "[left out: PNG image, 70 bytes]", size: 70, name: "photo-1.png" } },
      undefined,
      "damage, photo-1.png",
    ],
  ])("of %j and %j", (input, result, summary) => expect(callSummary(input, result)).toBe(summary));

  test("stays short whatever the value", () => {
    const wide = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, "y".repeat(1000)]));
    expect(callSummary(wide, wide).length).toBeLessThanOrEqual(2 * 100 + 3);
  });
});

test.each<[StoryStep, object]>([
  [
    { ...place, kind: "started" },
    { kind: "started", title: "Refund" },
  ],
  [
    { ...place, kind: "text", object: "o.delta", text: "t", growing: true },
    { kind: "text", object: "o.delta", text: "t", growing: true },
  ],
  [
    { ...place, kind: "text", object: "o.delta", text: "t", growing: false, until: 1900 },
    { kind: "text", object: "o.delta", text: "t", growing: false, until: 1900 },
  ],
  [
    {
      ...place,
      kind: "request",
      request: "approval",
      prompt: "OK?",
      data: { id: "r", prompt: "OK?", params: { amount: 620 } },
      pending: true,
    },
    {
      kind: "request",
      title: "Asked for approval",
      text: "OK?",
      pending: true,
      details: '{\n  "params": {\n    "amount": 620\n  }\n}',
    },
  ],
  [
    {
      ...place,
      kind: "request",
      request: "feedback",
      prompt: "Tone?",
      data: { id: "r", prompt: "Tone?" },
      pending: false,
    },
    { kind: "request", title: "Asked for feedback", text: "Tone?", pending: false },
  ],
  [
    { ...place, kind: "notice", text: "FYI" },
    { kind: "notice", title: "", text: "FYI" },
  ],
  [
    {
      ...place,
      kind: "answer",
      prompt: "OK?",
      waited: 5800,
      data: { id: "r", request_id: "r", type: "approval", approved: true, params: { amount: 480 } },
    },
    {
      kind: "answer",
      title: "Approved",
      text: "“OK?”, amount 480, after 5.8 s",
      details: '{\n  "approved": true,\n  "params": {\n    "amount": 480\n  }\n}',
    },
  ],
  [
    { ...place, kind: "answer", prompt: undefined, data: { approved: false, feedback: "too much" } },
    {
      kind: "answer",
      title: "Rejected",
      text: "too much",
      details: '{\n  "approved": false,\n  "feedback": "too much"\n}',
    },
  ],
  [
    {
      ...place,
      kind: "answer",
      prompt: undefined,
      data: { feedback: "", answers: [{ selected: ["Warm"], custom_text: "short" }] },
    },
    { kind: "answer", title: "Answered", text: "Warm, short", details: expect.any(String) as string },
  ],
  [
    { ...place, kind: "answer", prompt: undefined, data: null },
    { kind: "answer", title: "Answered", text: "" },
  ],
  [
    {
      ...place,
      kind: "request",
      request: "feedback",
      prompt: "Two things:\n1. Which tone?\n   - Other (free text)",
      data: { questions: [{ question: "Which tone?" }] },
      pending: true,
    },
    {
      kind: "request",
      title: "Asked for feedback",
      pending: true,
      text: "Two things:",
      details: expect.stringContaining("Which tone?") as string,
    },
  ],
  [
    { ...place, kind: "paused", checkpoint: "ckpt_1" },
    { kind: "paused", text: "Checkpoint ckpt_1" },
  ],
  [
    { ...place, kind: "paused", checkpoint: "ckpt_1", resumeAt: new Date(2025, 5, 10, 9, 30).getTime() },
    { kind: "paused", text: "Until 10 Jun 2025 09:30, checkpoint ckpt_1" },
  ],
  [
    { ...place, kind: "paused" },
    { kind: "paused", text: "" },
  ],
  [
    { ...place, kind: "completed" },
    { kind: "completed", text: "" },
  ],
  [
    { ...place, kind: "failed", error: { code: "timeout", message: "No answer", details: { n: 3 } } },
    { kind: "failed", code: "timeout", message: "No answer", details: '{\n  "details": {\n    "n": 3\n  }\n}' },
  ],
  [
    { ...place, kind: "failed", error: { error: { type: "timeout", reason: "No answer" } } },
    { kind: "failed", code: "timeout", message: "No answer" },
  ],
  [
    { ...place, kind: "failed", error: { node: "n1", error: { code: "timeout", detail: "No answer", try: 3 } } },
    {
      kind: "failed",
      code: "timeout",
      message: "No answer",
      details: '{\n  "node": "n1",\n  "error": {\n    "try": 3\n  }\n}',
    },
  ],
  [
    { ...place, kind: "failed", error: { odd: 1 } },
    { kind: "failed", message: '{"odd":1}' },
  ],
  [
    { ...place, kind: "failed", error: "boom" },
    { kind: "failed", message: "boom" },
  ],
  [
    { ...place, kind: "failed", error: { message: "boom", traceback: "File a.py, line 3" } },
    { kind: "failed", message: "boom", traceback: "File a.py, line 3" },
  ],
  [
    {
      ...place,
      kind: "failed",
      error: {
        type: "Flow",
        message: "m",
        recoverable: false,
        failed_nodes: [{ id: "n-1", name: "crm", error_message: "401" }],
      },
    },
    {
      kind: "failed",
      code: "Flow",
      reason: "crm: 401",
      message: "m",
      node: "crm",
      facts: [
        { name: "Can be retried", value: "no" },
        { name: "Node", value: "n-1", code: true },
      ],
    },
  ],
  [
    {
      ...place,
      kind: "failed",
      error: { retryable: true, failed_nodes: [{ error_message: "401", attempts: 3 }, { error_message: null }] },
    },
    {
      kind: "failed",
      reason: "401",
      message: "",
      facts: [{ name: "Can be retried", value: "yes" }],
      details: expect.stringContaining('"attempts": 3') as string,
    },
  ],
  [
    { ...place, kind: "other", type: "vendor.x", data: { a: 1 } },
    { kind: "other", type: "vendor.x", text: '{\n  "a": 1\n}' },
  ],
  [
    { ...place, kind: "other", type: "vendor.x", data: undefined },
    { kind: "other", type: "vendor.x", text: "" },
  ],
])("%j", (item, view) => {
  expect(stepView(item, "Refund")).toEqual({ ...place, ...view });
});
