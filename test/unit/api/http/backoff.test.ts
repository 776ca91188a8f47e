import { describe, expect, test } from "vitest";
import { backoffDelay, parseRetryAfter } from "#api/http/backoff.ts";

const limits = { first: 500, max: 30_000 };

describe("backoffDelay", () => {
  test("doubles up to its limit", () => {
    const waits = [1, 2, 3, 6, 7, 8, 2000].map((attempt) => backoffDelay({ attempt, random: 1 }, limits));
    expect(waits).toEqual([500, 1000, 2000, 16_000, 30_000, 30_000, 30_000]);
  });

  test("is never less than what the server asked for, up to five minutes", () => {
    expect(backoffDelay({ attempt: 1, retryAfter: 7_000, random: 0 }, limits)).toBe(7_000);
    expect(backoffDelay({ attempt: 7, retryAfter: 10, random: 0 }, limits)).toBe(15_000);
    expect(backoffDelay({ attempt: 1, retryAfter: 300_000, random: 0 }, limits)).toBe(300_000);
    expect(backoffDelay({ attempt: 1, retryAfter: 3_600_000, random: 0 }, limits)).toBe(300_000);
    // A timer takes less than 25 days; what is longer, it would not wait for at all.
    expect(backoffDelay({ attempt: 1, retryAfter: 1e22, random: 1 }, limits)).toBe(300_000);
    expect(backoffDelay({ attempt: 9, retryAfter: Number.MAX_SAFE_INTEGER, random: 1 }, limits)).toBe(300_000);
  });
});

describe("parseRetryAfter", () => {
  const now = Date.parse("2026-06-10T09:15:00Z");

  test.each([
    ["120", 120_000],
    ["Wed, 10 Jun 2026 09:15:30 GMT", 30_000],
    ["Wed, 10 Jun 2026 09:14:30 GMT", 0],
    ["-3", undefined],
    [undefined, undefined],
  ])("%j is %j ms", (value, milliseconds) => {
    expect(parseRetryAfter(value, now)).toBe(milliseconds);
  });
});
