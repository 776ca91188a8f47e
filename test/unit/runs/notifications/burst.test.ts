import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Burst } from "../../../../src/runs/notifications/burst.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setup(disturbs = true) {
  const flushed: string[][] = [];
  const burst = new Burst<string>({
    flush: (items) => (flushed.push(items), disturbs),
    gather: () => 300,
    gap: 10_000,
  });
  return { flushed, add: (key: string) => burst.add(key, key), burst };
}

test("what comes together is handed on together, each once, and the first is not kept waiting by the rest", () => {
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

test("after somebody was disturbed, what comes next gathers for longer", () => {
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

test("what disturbed nobody puts off nothing, and what is disposed tells nothing", () => {
  const { flushed, add, burst } = setup(false);
  add("a");
  vi.advanceTimersByTime(300);
  add("b");
  vi.advanceTimersByTime(300);
  expect(flushed).toEqual([["a"], ["b"]]);
  add("c");
  burst.dispose();
  vi.advanceTimersByTime(60_000);
  expect(flushed).toHaveLength(2);
});
