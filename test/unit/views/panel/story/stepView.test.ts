import { describe, expect, test } from "vitest";
import type { StoryStep } from "../../../../../src/runs/story/storySteps.ts";
import { callSummary, stepView } from "../../../../../src/views/panel/story/stepView.ts";

const place = { id: "7", sequence: 7, at: 1400, iteration: 2 };

test("every text that is cut gives its length", () => {
  const long = { text: "x".repeat(30_000) };
  expect(stepView({ ...place, kind: "other", type: "vendor.log", data: long }, "T")).toMatchObject({
    textLength: 30_016,
  });
  expect(stepView({ ...place, kind: "failed", error: { code: "e", message: "m", log: long } }, "T")).toMatchObject({
    detailsLength: expect.any(Number),
  });
  expect(stepView({ ...place, kind: "other", type: "vendor.log", data: {} }, "T")).not.toHaveProperty("textLength");
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
    {
      ...{ ...place, kind: "text", object: "text", text: "Done", growing: false },
      usage: { prompt: 1_008, completion: 9, total: 1_017 },
    },
    { kind: "text", object: "text", growing: false, tokens: "1,017 tokens: 1,008 in, 9 out", text: "Done" },
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
    { ...place, kind: "failed", error: "User identifier is required to list memory items." },
    {
      kind: "failed",
      message: "User identifier is required to list memory items.",
      remedy: "The agent's memory needs a user and a session. Run it again with both a user_id and a session.",
    },
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
    { kind: "other", type: "vendor.x", fields: "a 1", text: '{\n  "a": 1\n}' },
  ],
  [
    { ...place, kind: "other", type: "run.data", data: { node: "ledger\n1", rows: 214, cached: false } },
    {
      ...{ kind: "other", type: "run.data", name: "ledger 1", fields: "rows 214, cached false" },
      text: '{\n  "node": "ledger\\n1",\n  "rows": 214,\n  "cached": false\n}',
    },
  ],
  [
    { ...place, kind: "other", type: "vendor.x", data: "plain\ntext" },
    { kind: "other", type: "vendor.x", fields: "plain text", text: "plain\ntext" },
  ],
  [
    { ...place, kind: "other", type: "vendor.x", data: undefined },
    { kind: "other", type: "vendor.x", text: "" },
  ],
])("%j", (step, view) => {
  expect(stepView(step, "Refund")).toEqual({ ...place, ...view });
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
