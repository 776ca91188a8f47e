import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { waitingList, WaitingPoll } from "#runs/store/polling/waitingPoll.ts";
import { RunStore } from "#runs/store/runStore.ts";
import { WaitingReads } from "#workbench/explorer/core/waitingReads.ts";
import { aRun, FakeRuns } from "../../../../support/fakeApi.ts";
import { MemoryDisk } from "../../../../support/state/memoryDisk.ts";
import { openShared } from "../../../../support/state/windows.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const minutes = (count: number) => vi.advanceTimersByTimeAsync(count * 60_000);

async function openWindow(disk: MemoryDisk, server: FakeRuns, origin = "http://127.0.0.1:1") {
  const { folder, waitingReads } = await openShared(disk);
  const store = new RunStore({ api: () => Promise.resolve(server.api) });
  const poll = new WaitingPoll(store, new WaitingReads(waitingReads).turnsOf("app", origin));
  // As `followWaiting.ts` does: the system reports what another window has written.
  waitingReads.onDidChange(() => poll.hurry());
  const refreshing = setInterval(() => void folder.refresh(), 1_000);
  const close = (): void => {
    clearInterval(refreshing);
    poll.dispose();
  };
  return { poll, waiting: () => waitingList(store).runs.map(({ id }) => id), close };
}

test("of three windows in the background one asks for all, once a minute, and another one when it has closed", async () => {
  const [disk, server] = [new MemoryDisk(), new FakeRuns()];
  server.put(aRun("asks", "awaiting_input", 1000));
  const windows = [await openWindow(disk, server), await openWindow(disk, server), await openWindow(disk, server)];
  for (const { poll } of windows) poll.setPace("rarely");
  await minutes(10);
  expect(windows.map(({ waiting }) => waiting())).toEqual([["asks"], ["asks"], ["asks"]]);
  for (let left = windows.length; left > 0; left--) {
    const before = server.queries.length;
    await minutes(20);
    const asked = (server.queries.length - before) / 20;
    expect(asked).toBeGreaterThan(0.7);
    expect(asked).toBeLessThanOrEqual(60 / 45);
    windows[left - 1]?.close();
  }
});

test("what one window finds, the others read once", async () => {
  const [disk, server] = [new MemoryDisk(), new FakeRuns()];
  const windows = [await openWindow(disk, server), await openWindow(disk, server)];
  for (const { poll } of windows) poll.setPace("rarely");
  await minutes(5);
  server.put(aRun("asks", "awaiting_input", 1000));
  await minutes(1.5);
  expect(windows.map(({ waiting }) => waiting())).toEqual([["asks"], ["asks"]]);
  windows.forEach(({ close }) => close());
});

test("another app behind the same connection is asked anew", async () => {
  const [disk, server] = [new MemoryDisk(), new FakeRuns()];
  const before = await openWindow(disk, server);
  before.poll.setPace("rarely");
  await vi.advanceTimersByTimeAsync(0);
  const asked = server.queries.length;
  const moved = await openWindow(disk, server, "http://127.0.0.1:2");
  moved.poll.setPace("rarely");
  await vi.advanceTimersByTimeAsync(100);
  expect(server.queries.length).toBeGreaterThan(asked);
  before.close();
  moved.close();
});
