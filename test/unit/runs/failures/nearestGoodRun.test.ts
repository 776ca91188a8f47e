import { expect, test } from "vitest";
import { parseJson } from "../../../../src/base/json/parseJson.ts";
import { inputSimilarity, nearestGoodRun } from "../../../../src/runs/failures/nearestGoodRun.ts";

const run = (id: string, input: unknown, status = "completed", started_at = "2026-11-24T09:00:00Z") => ({
  id,
  status,
  input,
  started_at,
});

test("the completed run with the most similar input is the nearest", () => {
  const own = run("own", { order: 7, text: "Where is my parcel?", lang: "en" }, "failed");
  const found = nearestGoodRun(own, [
    run("failed", own.input, "failed"),
    run("other", { order: 7, text: "Refund me", lang: "de" }),
    run("near", { order: 8, text: "Where is my other parcel?", lang: "en" }),
    run("far", { question: "Who are you?" }),
  ]);
  expect(found?.id).toBe("near");
  expect(nearestGoodRun(own, [run("failed", own.input, "failed")])).toBeUndefined();
});

test("of two runs with the same input, the nearest in time is taken", () => {
  const own = run("own", { order: 7 }, "failed", "2026-11-24T09:00:00Z");
  const early = run("early", { order: 7 }, "completed", "2026-11-20T09:00:00Z");
  const late = run("late", { order: 7 }, "completed", "2026-11-24T10:00:00Z");
  expect(nearestGoodRun(own, [early, late])?.id).toBe("late");
});

test("a similarity is between 0 and 1, and doesn't depend on how a number is written", () => {
  expect(inputSimilarity(parseJson('{"a":1.0}'), { a: 1 })).toBe(1);
  expect(inputSimilarity(undefined, undefined)).toBe(1);
  expect(inputSimilarity({ a: 1 }, { b: 1 })).toBe(0);
  expect(inputSimilarity({ a: "red green" }, { a: "red blue" })).toBeCloseTo(1 / 3);
  expect(inputSimilarity(["x", "y"], ["x", "z"])).toBeCloseTo(0.55);
});
