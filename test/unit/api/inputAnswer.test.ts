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

