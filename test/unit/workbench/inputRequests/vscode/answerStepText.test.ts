import { describe, expect, test } from "vitest";
import { ApiError } from "#api/errors.ts";
import type { AnswerStep } from "#runs/story/storySteps.ts";
import type { AnswerRecord, InputRequestState } from "#workbench/inputRequests/core/answerTypes.ts";
import { answerStepText } from "#workbench/inputRequests/vscode/answerStepText.ts";
import { answerProgress } from "#workbench/inputRequests/vscode/inputRequestsPresenter.ts";

const at = new Date(2026, 5, 10, 9, 15, 52).getTime();
const step: AnswerStep = {
  id: "7",
  sequence: 7,
  kind: "answer",
  prompt: "Refund $620?",
  waited: 12_000,
  asked: { params: { amount: 620, currency: "USD" } },
  data: { id: "r", approved: true, params: { amount: 480, currency: "USD" } },
};
const sent = { type: "approval", request_id: "r", approved: true, params: { amount: 480, currency: "USD" } } as const;

test("an answer in the story was given here", () => {
  const text = "“Refund $620?”, amount 480, answered here at 09:15:52 after 12 s";
  expect(answerStepText(step, { sent, at })).toEqual({ title: "Approved by you", text });
  expect(answerStepText({ ...step, data: { id: "r" } }, { sent, at })).toEqual({ title: "Approved by you", text });
});

test("an answer in the story shows choices once, also when they are in the text, too", () => {
  const answers = [
    { question_id: "a", selected: ["Warm", "Short"] },
    { question_id: "b", selected: [], custom_text: "A car" },
  ];
  const { waited: _, ...plain } = step;
  const asked = {
    questions: [
      { id: "a", question: "Which tone?" },
      { id: "b", question: "What else?" },
    ],
  };
  const feedback = "Q: Which tone? -> A: Warm, Short\nQ: What else? -> A: other: A car\nAnd be quick";
  const told = { ...plain, prompt: undefined, asked, data: { feedback, answers } };
  expect(answerStepText(told, undefined).text).toBe("And be quick, Warm, Short, A car");
});

describe("the progress of an input request", () => {
  const record: AnswerRecord = {
    connectionId: "c",
    runId: "r",
    requestId: "q",
    answer: { ...sent, approved: false },
    at,
    certain: true,
  };
  const broken = new ApiError({ kind: "network", message: "The connection was lost." });
  const lost = new ApiError({ kind: "network", message: "The connection was lost.", outcomeUnknown: true });
  const refused = new ApiError({
    kind: "invalid",
    message: "Bad Request",
    status: 400,
    details: { "params.amount": "must be above 0" },
  });

  test.each<[InputRequestState, object]>([
    [{ kind: "open" }, { kind: "open" }],
    [
      { kind: "failed", error: broken, unknown: false },
      { kind: "failed", reason: "The connection was lost. Your answer didn't arrive. It is kept as a draft." },
    ],
    [
      { kind: "failed", error: lost, unknown: true },
      { reason: expect.stringContaining("may or may not have arrived") },
    ],
    [
      { kind: "failed", error: refused, unknown: false },
      { reason: expect.stringContaining("params.amount: must be above 0") },
    ],
    [
      { kind: "answered", by: "here", at },
      { kind: "settled", title: "Rejected by you", text: "Answered here at 09:15:52.", mine: true },
    ],
    [
      { kind: "answered", by: "here", at, otherwise: true },
      {
        kind: "settled",
        title: "Approved by the app",
        text: expect.stringMatching(/^The app reports “approved”, but you rejected the request\./),
        mine: false,
      },
    ],
    [
      { kind: "answered", by: "elsewhere" },
      { title: "Answered elsewhere", text: "Somebody else already answered this.", mine: false },
    ],
  ])("%j", (state, progress) => {
    expect(answerProgress(state, record)).toMatchObject(progress);
  });
});
