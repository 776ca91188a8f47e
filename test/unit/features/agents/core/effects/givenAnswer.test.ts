import { expect, test } from "vitest";
import { answerTo } from "#features/agents/core/effects/givenAnswer.ts";

const approval = { id: "1", type: "approval", params: { amount: 620 } };

test("a value that can't be edited is refused, and a list of the editable ones is announced only if there are any", () => {
  const given = { approved: true, params: { customer: "other" } };
  const refused = (editable: string[]) => () => answerTo({ ...approval, editable_params: editable }, given);
  expect(refused(["amount"])).toThrow("params: only these can be changed.");
  expect(refused([])).toThrow("params: no parameter can be changed. Remove params.");
});

test("an answer to an unknown question is refused, and a list of questions is announced only if there are any", () => {
  const given = { answers: [{ question: "day" }] };
  const refused = (questions: object[]) => () => answerTo({ id: "1", type: "human_feedback", questions }, given);
  expect(refused([{ id: "city", question: "Where?" }])).toThrow("answers: no question has the given ID. Use one of");
  expect(refused([])).toThrow("answers: this input request has no questions. Set `feedback` instead.");
});
