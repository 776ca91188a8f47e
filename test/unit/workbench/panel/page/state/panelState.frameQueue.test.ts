import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { drawInFrames } from "#workbench/panel/page/state/panelState.ts";

const frame = 16;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", globalThis);
  vi.stubGlobal("requestAnimationFrame", (draw: () => void) => setTimeout(draw, frame));
  vi.stubGlobal("cancelAnimationFrame", clearTimeout);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** A queue, and what it has done when. */
function queue() {
  const start = performance.now();
  const done: (string | number)[][] = [];
  const note = (...words: (string | number)[]) => done.push([Math.round(performance.now() - start), ...words]);
  const request = drawInFrames(
    () => note("drawn"),
    (batch) => note("heard", batch),
  );
  return { request, done };
}

test("batches within a frame are drawn once, and the newest of them is acknowledged after that", () => {
  const { request, done } = queue();
  for (const batch of [1, 2, 3]) request(batch);
  vi.advanceTimersByTime(100);
  expect(done).toEqual([
    [16, "drawn"],
    [17, "heard", 3],
  ]);
  request();
  vi.advanceTimersByTime(frame);
  expect(done.slice(2)).toEqual([[116, "drawn"]]);
});

test("a batch whose drawing fails is acknowledged all the same", () => {
  const heard: number[] = [];
  const request = drawInFrames(
    () => {
      throw new Error("This state can't be drawn.");
    },
    (batch) => heard.push(batch),
  );
  request(1);
  expect(() => vi.advanceTimersByTime(100)).toThrow("This state can't be drawn.");
  vi.advanceTimersByTime(100);
  expect(heard).toEqual([1]);
});
