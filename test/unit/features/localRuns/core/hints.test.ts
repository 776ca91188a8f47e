import { expect, test } from "vitest";
import { hintsOf } from "#features/localRuns/core/hints.ts";
import { node } from "../../../../support/localRuns/bodies.ts";

test("a handler that posts several runs was used again", () => {
  expect(hintsOf([node("one", null), node("two", null)])).toEqual(["handlerUsedAgain"]);
  expect(hintsOf([node("one", null), node("two", null, { trace_id: "another handler" })])).toEqual([]);
});

test("a list of 50 entries anywhere in a value may be cut", () => {
  const rows = (length: number): object => ({ found: { rows: Array.from({ length }, (_, index) => index) } });
  expect(hintsOf([node("root", null, { output: rows(50) })])).toEqual(["listCut"]);
  expect(hintsOf([node("root", null, { input: rows(50) })])).toEqual(["listCut"]);
  expect(hintsOf([node("root", null, { output: rows(49), input: rows(51) })])).toEqual([]);
});
