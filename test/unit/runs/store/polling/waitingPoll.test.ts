import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { waitingList, WaitingPoll } from "#runs/store/polling/waitingPoll.ts";
import { RunStore } from "#runs/store/runStore.ts";
import { aRun, FakeRuns } from "../../../../support/fakeApi.ts";

let server: FakeRuns;
let store: RunStore;
let poll: WaitingPoll;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeRuns();
  server.put(aRun("done", "completed", 1000), aRun("asks", "awaiting_input", 2000));
  store = new RunStore({ api: () => Promise.resolve(server.api) });
  poll = new WaitingPoll(store, { take: async () => true, note: async () => undefined });
});

afterEach(() => {
  poll.dispose();
  vi.useRealTimers();
});

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000);
const ids = () => waitingList(store).runs.map(({ id }) => id);

test("requests only waiting runs, at once, and sees changes", async () => {
  poll.setPace("often");
  await seconds(0);
  expect(server.queries).toEqual([{ status: ["awaiting_input"], sort: "-started_at", page: 1, page_size: 25 }]);
  expect(ids()).toEqual(["asks"]);
  server.put(aRun("asks", "started", 2000), aRun("more", "awaiting_input", 3000));
  await seconds(10);
  expect(ids()).toEqual(["more"]);
  expect(waitingList(store).count).toBe(1);
});

test("requests a few times a minute while somebody looks, about once in the background, and never when it is off", async () => {
  const asked = async (pace: "often" | "rarely" | "off") => {
    poll.setPace(pace);
    await seconds(300);
    const before = server.queries.length;
    await seconds(600);
    return (server.queries.length - before) / 10;
  };
  expect(await asked("rarely")).toBeCloseTo(1, 0);
  expect(await asked("often")).toBeCloseTo(3, 0);
  expect(await asked("off")).toBe(0);
});

test("in the background it requests once a minute, also when waiting runs change all the time", async () => {
  poll.setPace("rarely");
  for (let n = 0; n < 1_200; n++) {
    server.put({ ...aRun("asks", "awaiting_input", 2000), input: n });
    await seconds(3);
  }
  expect(server.queries.length).toBeLessThan(80);
  expect(server.queries.length).toBeGreaterThan(45);
});
