import { describe, expect, test } from "vitest";
import { filterWords } from "../../../../../src/runs/store/filters/filterWords.ts";
import type { RunFilter } from "../../../../../src/runs/store/filters/runFilter.ts";

const hour = 3_600_000;
const day = 24 * hour;

describe("a filter in words", () => {
  test.each<[string, RunFilter]>([
    ["", {}],
    ["", { statuses: [], text: "", userId: "" }],
    ["Failed", { statuses: ["failed"] }],
    ["Failed, customer-7421", { statuses: ["failed"], userId: "customer-7421" }],
    ["Running or Failed, last 24 h, “refund”", { statuses: ["failed", "started"], maxAge: day, text: "refund" }],
    ["Waiting for you or 2 others", { statuses: ["paused", "failed", "awaiting_input"] }],
    ["migrating", { statuses: ["migrating"] }],
    ["session 3d3e8a1f", { sessionId: "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d" }],
    ["last hour", { maxAge: hour }],
    ["last 7 days", { maxAge: 7 * day }],
    ["last 30 days", { maxAge: 30 * day }],
    ["last 36 h", { maxAge: 36 * hour }],
    ["last 1 min 30 s", { maxAge: 90_000 }],
    ["“two lines”", { text: "two\n lines" }],
  ])("is %j", (words, filter) => expect(filterWords(filter)).toBe(words));

  test("stays short for any text", () => {
    expect(filterWords({ userId: "u".repeat(500), text: "t".repeat(500) }).length).toBeLessThan(90);
  });
});
