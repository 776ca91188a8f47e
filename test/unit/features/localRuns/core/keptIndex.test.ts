import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Emitter } from "#base/emitter.ts";
import { KeptIndex } from "#features/localRuns/core/keptIndex.ts";
import type { LocalRunsChange } from "#features/localRuns/core/localRuns.ts";

const minute = 60_000;

let changed: Emitter<LocalRunsChange>;
/** What ends each reading. */
let readings: (() => void)[];
let kept: KeptIndex;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  changed = new Emitter();
  readings = [];
  kept = new KeptIndex({ onDidChange: changed.event }, () => new Promise((resolve) => readings.push(resolve)));
});
afterEach(() => {
  kept.dispose();
  vi.useRealTimers();
});

const post = (): void => changed.fire({ changed: [], removed: [] });

test("a change during a reading is read after it", async () => {
  post();
  await vi.advanceTimersByTimeAsync(0);
  post();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(readings).toHaveLength(1);
  readings[0]!();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(readings).toHaveLength(2);
});

test("runs are read once more when nothing has come of them for a minute", async () => {
  post();
  await vi.advanceTimersByTimeAsync(0);
  readings[0]!();
  await vi.advanceTimersByTimeAsync(minute - 1);
  expect(readings).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(readings).toHaveLength(2);
  readings[1]!();
  await vi.advanceTimersByTimeAsync(10 * minute);
  expect(readings).toHaveLength(2);
});

test("nothing is read once it is over", async () => {
  post();
  kept.dispose();
  await vi.advanceTimersByTimeAsync(10 * minute);
  expect(readings).toEqual([]);
});
