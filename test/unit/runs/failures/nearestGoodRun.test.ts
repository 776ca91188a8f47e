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
  expect(found).toMatchObject({ run: { id: "near" }, why: "the same lang" });
  expect(nearestGoodRun(own, [run("failed", own.input, "failed")])).toBeUndefined();
});

test("of two runs with the same input, the nearest in time is taken", () => {
  const own = run("own", { order: 7 }, "failed", "2026-11-24T09:00:00Z");
  const early = run("early", { order: 7 }, "completed", "2026-11-20T09:00:00Z");
  const late = run("late", { order: 7 }, "completed", "2026-11-24T10:00:00Z");
  expect(nearestGoodRun(own, [early, late])).toMatchObject({ run: { id: "late" }, why: "the same input" });
});

test("a similarity is between 0 and 1, and doesn't depend on how a number is written", () => {
  expect(inputSimilarity(parseJson('{"a":1.0}'), { a: 1 })).toBe(1);
  expect(inputSimilarity(undefined, undefined)).toBe(1);
  expect(inputSimilarity({ a: 1 }, { b: 1 })).toBe(0);
  expect(inputSimilarity({ a: "red green" }, { a: "red blue" })).toBeCloseTo(1 / 3);
  expect(inputSimilarity(["x", "y"], ["x", "z"])).toBeCloseTo(0.55);
});

test("an equal input comes first, then fields whose values few runs have", () => {
  const own = run("own", { ticket_subject: "Charged twice", lang: "en", channel: "mail", plan: "pro" }, "failed");
  const many = Array.from({ length: 20 }, (_, n) =>
    run(`other${n}`, { ticket_subject: `Where is order ${n}?`, lang: "en", channel: "mail", plan: "pro" }),
  );
  const rare = run("rare", { ticket_subject: "Charged twice", lang: "de", channel: "chat", plan: "free" });
  expect(nearestGoodRun(own, [...many, rare])).toMatchObject({ run: { id: "rare" }, why: "the same ticket_subject" });
  const equal = run("equal", own.input, "completed", "2026-01-01T00:00:00Z");
  expect(nearestGoodRun(own, [...many, rare, equal])).toMatchObject({ run: { id: "equal" }, why: "the same input" });
});

test("without a field in common, it says so, and takes similar words or the nearest in time", () => {
  const own = run("own", { text: "charged twice for one order" }, "failed");
  const words = run("words", { text: "one order was charged twice" }, "completed", "2026-11-01T09:00:00Z");
  const other = run("other", { text: "hello" });
  expect(nearestGoodRun(own, [other, words])).toMatchObject({
    run: { id: "words" },
    why: "an input with similar words",
  });
  expect(nearestGoodRun(own, [other])?.why).toBe("its time: no run has a similar input");
});
