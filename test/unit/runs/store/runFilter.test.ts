import { describe, expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { filterProblem, isFiltered, passesLocally } from "#runs/store/runFilter.ts";

const sessionId = "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d";
const now = Date.parse("2026-06-10T18:00:00Z");
const run: Run = {
  id: "7f0e2b1c-2f0a-4f4e-9f4f-6e1a52f0a001",
  status: "completed",
  started_at: "2026-06-10T17:00:00Z",
  input: { ticket_subject: "Refund request over $500" },
  user_id: "customer-7421",
  session_id: sessionId,
};

describe("a run passes the field that the API has no parameter for", () => {
  test("until its age is passed", () => {
    expect([3_600_000, 3_599_999].map((maxAge) => passesLocally(run, { maxAge }, now))).toEqual([true, false]);
  });

  test("when its age isn't known", () => {
    expect(passesLocally({ id: "1", status: "created" }, { maxAge: 1 }, now)).toBe(true);
  });
});

test("an empty filter filters nothing, any field does", () => {
  for (const filter of [{}, { statuses: [] }, { userId: "", sessionId: "" }]) {
    expect(isFiltered(filter)).toBe(false);
  }
  for (const filter of [{ statuses: ["failed"] }, { userId: "a" }, { maxAge: 1 }])
    expect(isFiltered(filter)).toBe(true);
});

describe("a value from outside", () => {
  test.each<[unknown]>([
    [{ statuses: ["failed", "of the future"], userId: "u", sessionId, text: "t", maxAge: 1 }],
    [{ statuses: [], userId: "", sessionId: "", text: "" }],
  ])("is a filter: %j", (value) => expect(filterProblem(value)).toBeUndefined());

  test.each<[unknown, RegExp]>([
    [null, /^filter: .*query.*statuses, userId/],
    [["failed"], /^filter: /],
    [{ statuses: "failed" }, /^statuses: /],
    [{ statuses: ["failed", 1] }, /^statuses: /],
    [{ userId: 7421 }, /^userId: /],
    [{ sessionId: "3d3e8a1f" }, /^sessionId: .*UUID/],
    [{ maxAge: "24 h" }, /^maxAge: .*milliseconds/],
    [{ status: "failed" }, /^status: .*statuses/],
  ])("is invalid, and the field is named: %j", (value, problem) => expect(filterProblem(value)).toMatch(problem));
});
