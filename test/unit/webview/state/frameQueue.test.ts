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

/** A queue, and what it has done when. @param draw what drawing takes */
function queue(draw = (): void => undefined) {
  const start = performance.now();
  const done: (string | number)[][] = [];
  const note = (...words: (string | number)[]) => done.push([Math.round(performance.now() - start), ...words]);
  const frames = new FrameQueue({
    draw: () => {
      note("drawn");
      draw();
    },
    acknowledge: (batch) => note("heard", batch),
  });
  return { frames, done };
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
    frames.request(batch, 1_500);
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
  frames.request(1, 4_000);
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

test("after a frame the next batch waits for a moment, but not what a reader does", () => {
  const took = 5;
  const { frames, done } = queue(() => vi.advanceTimersByTime(took));
  const drawn = () => done.filter(([, what]) => what === "drawn").map(([at]) => at);
  frames.request(1, 1);
  vi.advanceTimersByTime(frame);
  const [end, rest] = [frame + took, 6];
  for (const batch of [2, 3, 4]) frames.request(batch, 1);
  vi.advanceTimersByTime(rest + frame);
  expect(drawn()).toEqual([frame, end + rest + frame]);
  frames.request(5, 1);
  frames.request();
  vi.advanceTimersByTime(frame);
  expect(drawn().slice(2)).toEqual([end + rest + frame + took + frame]);
  expect(done.filter(([, what]) => what === "heard").map(([, , batch]) => batch)).toEqual([1, 4, 5]);
});

test("a frame that has taken very long delays the next one by no more than that", () => {
  const { frames, done } = queue(() => vi.advanceTimersByTime(1_000));
  frames.request(1, 1);
  vi.advanceTimersByTime(frame);
  frames.request(2, 1);
  vi.advanceTimersByTime(6 + frame);
  expect(done.filter(([, what]) => what === "drawn").map(([at]) => at)).toEqual([frame, 1_000 + 6 + 2 * frame]);
});
