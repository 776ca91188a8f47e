import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SpacedTask } from "#base/spacedTask.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date", "performance"] }));
afterEach(() => void vi.useRealTimers());

/** A task that is done at most every 300 ms, and the times at which it was, in milliseconds. */
function aTask(): { task: SpacedTask; done: number[] } {
  const start = Date.now();
  const done: number[] = [];
  return { task: new SpacedTask(() => done.push(Date.now() - start), 300), done };
}

test("constant requests are served again and again", async () => {
  const { task, done } = aTask();
  for (let time = 0; time < 1000; time += 10) {
    task.ask();
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(done).toEqual([0, 300, 600, 900]);
});

test("after a pause it runs immediately again; after its end never", async () => {
  const { task, done } = aTask();
  task.ask();
  await vi.advanceTimersByTimeAsync(500);
  task.ask();
  await Promise.resolve();
  expect(done).toEqual([0, 500]);
  task.ask();
  task.dispose();
  task.ask();
  await vi.advanceTimersByTimeAsync(1000);
  expect(done).toEqual([0, 500]);
});

test("a clock that is set back doesn't delay it", async () => {
  const { task, done } = aTask();
  task.ask();
  await vi.advanceTimersByTimeAsync(0);
  vi.setSystemTime(Date.now() - 3_600_000);
  task.ask();
  await vi.advanceTimersByTimeAsync(300);
  expect(done).toHaveLength(2);
});
