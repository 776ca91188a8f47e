import { expect, test } from "vitest";
import { inputAnswerBody } from "../../../src/api/inputAnswer.ts";

test("sends an approval and a feedback as they are", () => {
  expect(inputAnswerBody({ type: "approval", request_id: "r", approved: false, feedback: "Too much" })).toEqual({
    type: "approval",
    data: { request_id: "r", approved: false, feedback: "Too much" },
  });
  expect(inputAnswerBody({ type: "human_feedback", request_id: "r", feedback: "Warm" })).toEqual({
    type: "human_feedback",
    data: { request_id: "r", feedback: "Warm" },
  });
});

test("tells choices in the text, when there is no other", () => {
  const answers = [
    { question_id: "tone", selected: [], custom_text: "Like a friend" },
    { question_id: "offers", selected: ["Free month", "Call back"] },
    { question_id: "none", selected: [] },
  ];
  expect(inputAnswerBody({ type: "human_feedback", request_id: "r", feedback: "", answers })).toEqual({
    type: "human_feedback",
    data: { request_id: "r", feedback: "Like a friend; Free month, Call back", answers },
  });
});
