import { expect, test } from "vitest";
import { endOfWait } from "#features/waitingQueue/core/timeLeft.ts";

const end = (more: object, since?: number) => endOfWait({ id: "a", ...more }, since);

test("the end of a wait is known where the app says it, and nowhere else", () => {
  expect(end({ expires_at: "2026-06-10T09:15:00Z" })).toBe(Date.parse("2026-06-10T09:15:00Z"));
  expect(end({ timeout: 600 }, 1_000)).toBe(601_000);
  expect(end({ timeout: 600 })).toBeUndefined();
  expect(end({ timeout: "soon", expires_at: "tomorrow" }, 1_000)).toBeUndefined();
  expect(end({}, 1_000)).toBeUndefined();
});
