import { expect, test } from "vitest";
import type { InputRequest } from "#api/schemas.ts";
import type { AnswerDraft } from "#model/answerDraft.ts";
import type { Decision } from "#workbench/inputRequests/page/inputRequestViews.ts";
import { inputRequestForm, formAnswer } from "#workbench/inputRequests/vscode/inputRequestForm.ts";

const approval: InputRequest = {
  id: "r1",
  type: "approval_request",
  prompt: "Refund?",
  params: { amount: 620, currency: "USD", urgent: false, to: { iban: "DE1" }, note: null },
  editable_params: ["amount", "to", "missing"],
};
const options = [{ label: "Warm", description: "Sorry first" }, { label: "Formal" }];
const feedback: InputRequest = {
  id: "r2",
  type: "human_feedback_request",
  prompt: "How?",
  questions: [
    { id: "tone", header: "Tone", question: "Which tone?", options, multi_select: false, allow_custom_answer: false },
    { id: "more", header: "More", question: "What else?", options, multi_select: true, allow_custom_answer: true },
  ],
};

test("the form of an input request has exactly the editable parameters as fields, by type", () => {
  expect(inputRequestForm(approval)).toMatchObject({
    id: "r1",
    kind: "approval",
    title: "Approval",
    prompt: "Refund?",
    questions: [],
    params: [
      { name: "amount", kind: "number", text: "620", editable: true },
      { name: "currency", kind: "string", text: "USD", editable: false },
      { name: "urgent", kind: "boolean", text: "false", editable: false },
      { name: "to", kind: "json", text: '{\n  "iban": "DE1"\n}', editable: true },
      { name: "note", kind: "json", text: "null", editable: false },
      { name: "missing", kind: "json", text: "", editable: true },
    ],
  });
});

test.each<[string, InputRequest, string]>([
  ["no type, but a prompt", { id: "r", prompt: "Well?" }, "feedback"],
  [
    "a strange type with a field of its own",
    { id: "r", type: "vote_request", prompt: "Well?", ways: ["left"] },
    "unknown",
  ],
  ["nothing at all", { id: "r" }, "unknown"],
  ["a question that asks nothing", { ...feedback, questions: [{ id: "tone" }, {}] }, "unknown"],
])("the form of an input request of %s", (_what, request, kind) => {
  expect(inputRequestForm(request).kind).toBe(kind);
  expect(inputRequestForm(request).json).toBe(JSON.stringify(request, undefined, 2));
});

test.each<[string, InputRequest, AnswerDraft, Decision, object]>([
  ["as it was asked", approval, {}, "approve", { type: "approval", request_id: "r1", approved: true }],
  [
    "with an edit, beside what can be edited and nothing else",
    approval,
    { params: { amount: "480" } },
    "approve",
    { type: "approval", request_id: "r1", approved: true, params: { amount: 480, to: { iban: "DE1" } } },
  ],
  ["a no", approval, { params: { amount: "x" } }, "reject", { type: "approval", request_id: "r1", approved: false }],
  ["a no with its reason", approval, { reason: " Too much " }, "reject", { approved: false, feedback: "Too much" }],
  [
    "words",
    { id: "r", prompt: "?" },
    { feedback: " Yes\n" },
    "answer",
    { type: "human_feedback", request_id: "r", feedback: "Yes" },
  ],
  [
    "choices, in the order of the options",
    feedback,
    {
      answers: {
        tone: { selected: ["Formal"], custom: "" },
        more: { selected: ["Formal", "Warm"], custom: " A car " },
      },
    },
    "answer",
    {
      feedback: "Q: Which tone? -> A: Formal\nQ: What else? -> A: Warm, Formal, other: A car",
      answers: [
        { question_id: "tone", selected: ["Formal"] },
        { question_id: "more", selected: ["Warm", "Formal"], custom_text: "A car" },
      ],
    },
  ],
])("the answer that a draft makes is %s", (_what, request, draft, decision, answer) => {
  expect(formAnswer(request, draft, decision)).toEqual({ answer: expect.objectContaining(answer) });
});

test("the answer that a draft makes changes nothing that the input request doesn't allow, whoever wrote it", () => {
  const forged = { params: { currency: "EUR", urgent: "true", tip: "5" } };
  expect(formAnswer(approval, forged, "approve")).toEqual({
    answer: { type: "approval", request_id: "r1", approved: true },
  });
  const choices = {
    tone: { selected: ["Warm", "Formal", "Loud"], custom: "Mine" },
    other: { selected: ["x"], custom: "" },
  };
  expect(formAnswer(feedback, { feedback: "Yes", answers: choices }, "answer")).toEqual({
    answer: {
      type: "human_feedback",
      request_id: "r2",
      feedback: "Q: Which tone? -> A: Warm\nYes",
      answers: [{ question_id: "tone", selected: ["Warm"] }],
    },
  });
});

test.each<[string, InputRequest, AnswerDraft, Decision]>([
  ["a yes to a question", feedback, {}, "approve"],
  ["a field that is wrong", approval, { params: { amount: "much" } }, "approve"],
  ["no words at all", { id: "r", prompt: "?" }, {}, "answer"],
])("the answer that a draft makes is none for %s", (_what, request, draft, decision) => {
  expect(formAnswer(request, draft, decision)).toEqual({ problem: expect.any(String) });
});
