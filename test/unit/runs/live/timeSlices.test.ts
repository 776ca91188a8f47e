import { afterEach, expect, test, vi } from "vitest";
import { SpareTimeSlices, TimeSlices } from "../../../../src/runs/live/timeSlices.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** A clock that goes on by so many milliseconds each time that somebody looks at it. */
function clockBy(step: number): void {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => (now += step));
}

function pauses(): { count: number } {
  const counted = { count: 0 };
  vi.spyOn(globalThis, "setTimeout").mockImplementation(((act: () => void) => {
    counted.count++;
    queueMicrotask(act);
  }) as never);
  return counted;
}

test("work is over its share after some milliseconds, until it has rested", async () => {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  const share = new TimeSlices();
  expect(share.isOver).toBe(false);
  now = 3;
  expect(share.isOver).toBe(true);
  await share.rest();
  expect(share.isOver).toBe(false);
});

test("spare work goes on at once while the thread has nothing else to do", async () => {
  const waits = pauses();
  clockBy(0.1);
  await new SpareTimeSlices().rest();
  expect(waits.count).toBe(0);
});

test("spare work waits while the thread is busy, but not for ever", async () => {
  const waits = pauses();
  clockBy(2);
  await new SpareTimeSlices().rest();
  expect(waits.count).toBe(10);
});
