import { expect, test } from "vitest";
import { inputAnswerBody } from "../../../src/api/inputAnswerBody.ts";

test("sends an approval with the SDK's names, and feedback unchanged", () => {
  const answer = {
    type: "approval",
    request_id: "r",
    approved: true,
    params: { amount: 480 },
    feedback: "Less",
  } as const;
  expect(inputAnswerBody(answer, "sdk")).toEqual({
    type: "approval",
    data: { request_id: "r", is_approved: true, data: { amount: 480 }, feedback: "Less" },
  });
  expect(inputAnswerBody({ type: "approval", request_id: "r", approved: false }, "sdk")).toEqual({
    type: "approval",
    data: { request_id: "r", is_approved: false },
  });
  expect(inputAnswerBody({ type: "human_feedback", request_id: "r", feedback: "Warm" }, "sdk")["data"]).toEqual({
    request_id: "r",
    feedback: "Warm",
  });
});

test("sends an approval and a feedback unchanged", () => {
  expect(inputAnswerBody({ type: "approval", request_id: "r", approved: false, feedback: "Too much" })).toEqual({
    type: "approval",
    data: { request_id: "r", approved: false, feedback: "Too much" },
  });
  expect(inputAnswerBody({ type: "human_feedback", request_id: "r", feedback: "Warm" })).toEqual({
    type: "human_feedback",
    data: { request_id: "r", feedback: "Warm" },
  });
});
