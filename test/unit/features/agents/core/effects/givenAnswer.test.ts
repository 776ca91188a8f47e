import { expect, test } from "vitest";
import { answerTo } from "#features/agents/core/effects/givenAnswer.ts";

const request = { id: "one", type: "approval", params: { amount: 620, customer: "c-1" } };

test.each<[editable: string[], message: string]>([
  [["amount"], "params: only the listed ones can be changed."],
  [[], "params: no parameter can be changed. Remove params."],
])("a parameter that isn't among the editable ones, %j, is refused with the way out", (editable, message) => {
  const answer = () =>
    answerTo({ ...request, editable_params: editable }, { approved: true, params: { customer: "c-2" } });
  expect(answer).toThrow(expect.objectContaining({ message, data: editable }) as Error);
});
