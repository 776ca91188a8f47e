import { expect, test } from "vitest";
import { costText, exactCost, modelName, sumText, tokensText } from "#model/modelCost.ts";

test("a cost has four decimals below a dollar, and two above", () => {
  expect([0, 0.00009, 0.00314, 4.866].map(costText)).toEqual(["$0", "<$0.0001", "$0.0031", "$4.87"]);
});

test("a sum without some prices is at least what is known", () => {
  const sum = { tokens: 1, unpriced: ["a/b"] };
  expect(sumText({ ...sum, cost: 4.866 })).toBe("at least $4.87");
  expect(sumText({ ...sum, cost: 0 })).toBe("price unknown");
});

test("tokens have separators, and from a million on they are short", () => {
  expect([1, 1204, 1_250_000].map(tokensText)).toEqual(["1 token", "1,204 tokens", "1.2M tokens"]);
});

test("an exact cost has all its digits", () => {
  expect([0, 1e-9, 0.000018, 0.000144, 0.5, 4.866].map(exactCost)).toEqual([
    ...["$0", "$0.000000001", "$0.000018", "$0.000144", "$0.5000", "$4.8660"],
  ]);
});

test("a model's name has no provider", () => {
  expect([modelName("openai/gpt-4o-mini"), modelName("own")]).toEqual(["gpt-4o-mini", "own"]);
});
