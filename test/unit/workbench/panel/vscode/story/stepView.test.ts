import { describe, expect, test } from "vitest";
import type { StoryStep } from "#runs/story/storySteps.ts";
import { callSummary } from "#workbench/panel/vscode/story/callSummary.ts";
import { stepView } from "#workbench/panel/vscode/story/stepView.ts";

const place = { id: "7", sequence: 7, at: 1400, iteration: 2 };

const cannotRetry = [
  { name: "Can be retried", value: "no" },
  { name: "Node", value: "crm", title: "n-1" },
];
const noMemory = "User identifier is required to list memory items.";
const twoThings = "Two things:\n1. Which tone?\n   - Other (free text)";
const failedNodes = [{ id: "n-1", name: "crm", error_message: "401" }];

const json = (value: unknown): string => JSON.stringify(value, undefined, 2);

/** The kind of a step, what else it has, and what else its view has. */
test.each<[StoryStep["kind"], object, object]>([
  ["started", {}, { title: "Refund" }],
  [
    "text",
    {
      object: "text",
      text: "Done",
      growing: false,
      until: 1900,
      usage: { prompt: 1_008, completion: 9, total: 1_017 },
    },
    { object: "text", text: "Done", growing: false, until: 1900, tokens: "1,017 tokens: 1,008 in, 9 out" },
  ],
  [
    "request",
    { request: "approval", prompt: "OK?", data: { id: "r", prompt: "OK?", params: { amount: 620 } }, pending: true },
    { title: "Asked for approval", text: "OK?", pending: true, details: json({ params: { amount: 620 } }) },
  ],
  [
    "request",
    { request: "feedback", prompt: twoThings, data: { questions: [{ question: "Which tone?" }] }, pending: true },
    {
      title: "Asked for feedback",
      text: "Two things:",
      pending: true,
      details: expect.stringContaining("Which tone?"),
    },
  ],
  [
    "answer",
    { prompt: "OK?", waited: 5800, data: { id: "r", request_id: "r", approved: true, params: { amount: 480 } } },
    {
      title: "Approved",
      text: "“OK?”, amount 480, after 5.8 s",
      details: json({ approved: true, params: { amount: 480 } }),
    },
  ],
  [
    "answer",
    { prompt: undefined, data: { feedback: "", answers: [{ selected: ["Warm"], custom_text: "short" }] } },
    { title: "Answered", text: "Warm, short", details: expect.any(String) },
  ],
  [
    "paused",
    { checkpoint: "ckpt_1", resumeAt: new Date(2025, 5, 10, 9, 30).getTime() },
    { title: "Paused", text: "Until 10 Jun 2025 09:30, checkpoint ckpt_1" },
  ],
  ["canceled", {}, { title: "Canceled", text: "" }],
  ["canceled", { reason: "Its process was ended." }, { title: "Canceled", text: "Its process was ended." }],
  ["notice", { text: "No approval is needed" }, { title: "", text: "No approval is needed" }],
  [
    "hook",
    { decision: { decision: "error", by: "pii", point: "input" } },
    { title: "Hook failed", by: "pii", text: "input", failed: true },
  ],
  [
    "failed",
    { error: { code: "timeout", message: "No answer", details: { n: 3 } } },
    { code: "timeout", message: "No answer", details: json({ details: { n: 3 } }) },
  ],
  [
    "failed",
    { error: { node: "n1", error: { code: "timeout", detail: "No answer", try: 3 } } },
    { code: "timeout", message: "No answer", details: json({ node: "n1", error: { try: 3 } }) },
  ],
  ["failed", { error: noMemory }, { message: noMemory, remedy: expect.stringMatching(/user_id and a session/) }],
  [
    "failed",
    { error: { type: "Flow", message: "m", recoverable: false, failed_nodes: failedNodes } },
    { code: "Flow", reason: "crm: 401", message: "m", node: "crm", facts: cannotRetry },
  ],
  ["failed", { error: { type: "KeyError", message: "KeyError: 'a'", failed_nodes: [] } }, { message: "KeyError: 'a'" }],
  [
    "failed",
    { error: { message: "m", failed_nodes: [{ id: "n-1", name: null, error_message: "401" }] } },
    { reason: "n-1: 401", message: "m", facts: [{ name: "Node", value: "n-1", code: true }] },
  ],
  [
    "failed",
    { error: { message: "m", failed_nodes: [{ id: "n-1", name: "", error_message: "401" }, ...failedNodes] } },
    {
      reason: "n-1: 401; crm: 401",
      message: "m",
      facts: [{ name: "Nodes", value: "n-1, crm", title: "n-1, n-1" }],
    },
  ],
  ["other", { type: "vendor.x", data: { a: 1 } }, { type: "vendor.x", fields: "a 1", text: json({ a: 1 }) }],
  [
    "other",
    { type: "run.data", data: { node: "ledger\n1", rows: 214, cached: false } },
    {
      type: "run.data",
      name: "ledger 1",
      fields: "rows 214, cached false",
      text: json({ node: "ledger\n1", rows: 214, cached: false }),
    },
  ],
])("%s %j", (kind, step, view) => {
  expect(stepView({ ...place, kind, ...step } as StoryStep, "Refund")).toEqual({ ...place, kind, ...view });
});

describe("a summary", () => {
  const photo = { content: "[left out: PNG image, 70 bytes]", size: 70, name: "photo-1.png" };
  test.each<[unknown, unknown, string]>([
    [{ a: 1, b: { c: "two", d: [true, "x"] } }, { duplicate: null }, "1, two, true, x"],
    [{ total: 129.9, paid: true, open: false }, { accepted: true }, "129.9, paid, open false → accepted"],
    ["The parcel", "We refund **€129.90** with `ord_1`", "The parcel → We refund €129.90 with ord_1"],
    [{ look_for: "damage", photo }, undefined, "damage, photo-1.png"],
    [{ path: String.raw`C:\_new\*.pdf` }, "**Two** files", String.raw`C:\_new\*.pdf → Two files`],
  ])("of %j and %j", (input, result, summary) => expect(callSummary(input, result)).toBe(summary));
});

test("every text that is cut gives its length", () => {
  const long = { text: "x".repeat(30_000) };
  expect(stepView({ ...place, kind: "other", type: "vendor.log", data: long }, "T")).toMatchObject({
    textLength: 30_016,
  });
  expect(stepView({ ...place, kind: "failed", error: { code: "e", message: "m", log: long } }, "T")).toMatchObject({
    detailsLength: expect.any(Number),
  });
  expect(stepView({ ...place, kind: "other", type: "vendor.log", data: {} }, "T")).toMatchObject({
    textLength: undefined,
  });
});

test("a step that a deployed app wouldn't tell of keeps its mark, whatever its kind", () => {
  const steps: StoryStep[] = [
    { kind: "text", id: "t", sequence: 1, object: "text", text: "Hi", growing: false },
    { kind: "notice", id: "n", sequence: 2, text: "Hi" },
  ];
  for (const step of steps) {
    expect(stepView({ ...step, extra: true }, "").extra).toBe(true);
    expect(stepView(step, "").extra).toBeUndefined();
  }
});
