import { expect, test } from "vitest";
import { nearestGoodRun } from "#features/insights/core/nearestGoodRun.ts";

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
  expect(found).toMatchObject({ run: { id: "near" }, why: "the same lang" });
  expect(nearestGoodRun(own, [run("failed", own.input, "failed")])).toBeUndefined();
});

test("texts of the same words aren't the same input", () => {
  const own = run("own", "Pay Ada, not Bob", "failed");
  const other = run("other", "Pay Bob, not Ada");
  expect(nearestGoodRun(own, [other])?.why).toBe("similar words in its input");
  const same = run("same", own.input, "completed", "2026-11-01T09:00:00Z");
  expect(nearestGoodRun(own, [other, same])).toEqual({ run: same, why: "the same input" });
});
