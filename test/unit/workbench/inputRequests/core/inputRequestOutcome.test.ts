import { describe, expect, test } from "vitest";
import type { InputAnswer } from "#api/contract.ts";
import { isSameAnswer } from "#workbench/inputRequests/core/inputRequestOutcome.ts";

const yes: InputAnswer = { type: "approval", request_id: "r", approved: true };
const edited: InputAnswer = { ...yes, params: { amount: 480 } };
const no: InputAnswer = { type: "approval", request_id: "r", approved: false };
const words: InputAnswer = { type: "human_feedback", request_id: "r", feedback: "Warm" };
const choices: InputAnswer = { ...words, answers: [{ question_id: "q", selected: ["Warm"] }] };

describe("an answer that arrived", () => {
  test.each<[string, unknown, InputAnswer]>([
    ["says nothing of its content", { id: "r" }, yes],
    ["says the same", { id: "r", approved: true, params: { amount: 480 } }, { ...yes, params: { amount: 480 } }],
    ["tells all parameters of one that changed one", { approved: true, params: { amount: 480, to: "A" } }, edited],
    ["has the names of the SDK", { is_approved: true, data: { amount: 480 } }, edited],
  ])("%s: it can be the sent one", (_what, data, answer) => expect(isSameAnswer(data, answer)).toBe(true));

  test.each<[string, unknown, InputAnswer]>([
    ["decides, where words were sent", { approved: true }, words],
    ["has a decision that is neither", { approved: "no" }, yes],
    ["gives a reason, where none was given", { approved: false, feedback: "Too much" }, no],
    ["chooses otherwise", { feedback: "Warm", answers: [{ question_id: "q", selected: ["Cold"] }] }, choices],
  ])("%s: it is another one", (_what, data, answer) => expect(isSameAnswer(data, answer)).toBe(false));
});
