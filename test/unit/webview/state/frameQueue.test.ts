import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FrameQueue } from "../../../../src/webview/state/frameQueue.ts";

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
  return { frames: new FrameQueue({ draw: () => note("drawn"), acknowledge: (batch) => note("heard", batch) }), done };
}

test("batches within a frame are drawn once, and the newest of them is acknowledged after that", () => {
  const { frames, done } = queue();
  for (const batch of [1, 2, 3]) frames.request(batch, 300);
  vi.advanceTimersByTime(100);
  expect(done).toEqual([
    [16, "drawn"],
    [17, "heard", 3],
  ]);
  frames.request();
  vi.advanceTimersByTime(frame);
  expect(done.slice(2)).toEqual([[116, "drawn"]]);
});

test("in a flood each message is acknowledged at once, and the panel draws ten times a second", () => {
  const { frames, done } = queue();
  for (let batch = 0; batch < 60; batch += 1) {
    frames.request(batch, 500);
    vi.advanceTimersByTime(5);
  }
  const heard = done.filter(([, what]) => what === "heard").map(([at, , batch]) => [at, batch]);
  expect(heard).toEqual(Array.from({ length: 58 }, (_, index) => [(index + 2) * 5, index + 2]));
  const drawn = () => done.filter(([, what]) => what === "drawn").map(([at]) => at);
  expect(drawn()).toEqual([16, 116, 216]);
  // The last ones as soon as nothing has followed for a moment.
  vi.advanceTimersByTime(100);
  expect(drawn().slice(3)).toEqual([316]);
});

test("after a flood it is drawn in each frame again", () => {
  const { frames, done } = queue();
  frames.request(1, 2_000);
  vi.advanceTimersByTime(100);
  frames.request(2, 1);
  vi.advanceTimersByTime(100);
  frames.request(3, 1);
  vi.advanceTimersByTime(100);
  const told = [
    [0, "heard", 1],
    [0, "drawn"],
    [100, "heard", 2],
    [100, "drawn"],
    [216, "drawn"],
    [217, "heard", 3],
  ];
  expect(done).toEqual(told);
});
