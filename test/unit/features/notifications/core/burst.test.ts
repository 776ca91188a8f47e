import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Burst } from "#features/notifications/core/burst.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setup(disturbs = true) {
  const flushed: string[][] = [];
  const burst = new Burst<string>({
    flush: (items) => (flushed.push(items), disturbs),
    gather: () => 300,
  });
  return { flushed, add: (key: string) => burst.add(key, key), burst };
}

test("simultaneous items are passed on together, each once, and the first is not delayed by the others", () => {
  const { flushed, add } = setup();
  add("a");
  vi.advanceTimersByTime(200);
  add("b");
  add("a");
  vi.advanceTimersByTime(99);
  expect(flushed).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(flushed).toEqual([["a", "b"]]);
});

test("after an interruption, the next items are gathered for longer", () => {
  const { flushed, add } = setup();
  add("a");
  vi.advanceTimersByTime(300);
  for (const key of ["b", "c", "d"]) {
    add(key);
    vi.advanceTimersByTime(3_000);
  }
  expect(flushed).toEqual([["a"]]);
  vi.advanceTimersByTime(1_000);
  expect(flushed).toEqual([["a"], ["b", "c", "d"]]);
});
