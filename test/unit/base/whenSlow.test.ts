import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { whenSlow } from "#base/whenSlow.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("work that takes long is noticed once, and work that has ended or failed is not", async () => {
  const noticed: string[] = [];
  const fast = Promise.resolve();
  const failed = Promise.reject(new Error("refused"));
  const slow = new Promise(() => undefined);
  for (const [name, work] of Object.entries({ fast, failed, slow })) {
    whenSlow(work, 2_000, () => noticed.push(name));
  }
  await vi.advanceTimersByTimeAsync(1_999);
  expect(noticed).toEqual([]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(noticed).toEqual(["slow"]);
});
