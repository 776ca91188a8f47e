import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { systemClock } from "#api/http/clock.ts";
import { Poller, type PollResult } from "#runs/store/polling/poller.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setup(result: PollResult) {
  const state = { polls: 0, result, fails: false };
  const poller = new Poller({
    clock: { ...systemClock, random: () => 0.5 },
    poll: async () => {
      state.polls++;
      if (state.fails) throw new Error("The poll broke.");
      return state.result;
    },
  });
  return { poller, state };
}

const minutes = (count: number) => vi.advanceTimersByTimeAsync(count * 60_000);

test("requests nothing while the view is hidden", async () => {
  const { poller, state } = setup("changed");
  await minutes(60);
  poller.setOn(true);
  poller.setOn(false);
  poller.hurry();
  await minutes(60);
  expect(state.polls).toBe(0);
});

test("requests at once when the view is shown, and not again for a second view", async () => {
  const { poller, state } = setup("quiet");
  poller.setOn(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(state.polls).toBe(1);
  poller.setOn(false);
  poller.setOn(true);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(state.polls).toBe(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(state.polls).toBe(2);
});

test("requests more often while runs are active, and soon again after a change", async () => {
  const { poller, state } = setup("underWay");
  poller.setOn(true);
  await minutes(10);
  const before = state.polls;
  await minutes(1);
  expect(state.polls - before).toBe(3);
  state.result = "changed";
  await minutes(1);
  const changing = state.polls;
  await minutes(1);
  expect(state.polls - changing).toBe(20);
});

test("tries again after every failure, and sooner after a hint", async () => {
  const { poller, state } = setup("failed");
  poller.setOn(true);
  await minutes(120);
  const before = state.polls;
  await minutes(10);
  expect(state.polls - before).toBe(10);
  poller.hurry();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(state.polls - before).toBe(11);
});

test.each<PollResult>(["changed", "underWay", "quiet"])(
  "in sight without the focus it requests every 12.5 s, also when it is %s, and no hint hurries it",
  async (result) => {
    const { poller, state } = setup(result);
    poller.setSight("calm");
    await minutes(10);
    const before = state.polls;
    for (let n = 0; n < 10; n++) {
      poller.hurry();
      await minutes(1);
    }
    expect((state.polls - before) / 10).toBeGreaterThan(result === "changed" ? 4.5 : 0.9);
    expect((state.polls - before) / 10).toBeLessThanOrEqual(5);
  },
);

test("who comes back gets what is new at once, and who leaves causes no request", async () => {
  const { poller, state } = setup("changed");
  poller.setSight("live");
  await minutes(1);
  const before = state.polls;
  poller.setSight("calm");
  await vi.advanceTimersByTimeAsync(2_900);
  expect(state.polls - before).toBeLessThanOrEqual(1);
  await vi.advanceTimersByTimeAsync(10_000);
  const calm = state.polls;
  poller.setSight("live");
  await vi.advanceTimersByTimeAsync(0);
  expect(state.polls).toBe(calm + 1);
});
