import { expect, test } from "vitest";
import { ApiError } from "../../../../src/api/errors.ts";
import { retryDelay } from "../../../../src/runs/live/retryDelay.ts";

const askedToWait = (retryAfter: number): ApiError =>
  new ApiError({ kind: "rate-limited", message: "Later.", retryAfter });

test.each([
  [1, undefined, 500],
  [2, undefined, 1_000],
  [99, undefined, 30_000],
  [1, 20_000, 20_000],
  // A timer takes less than 25 days; what is longer, it would not wait for at all.
  [1, 1e22, 60_000],
  [9, Number.MAX_SAFE_INTEGER, 60_000],
])("attempt %i, asked to wait %s ms: %i ms", (attempt, retryAfter, delay) => {
  expect(retryDelay(attempt, retryAfter === undefined ? undefined : askedToWait(retryAfter))).toBe(delay);
});
