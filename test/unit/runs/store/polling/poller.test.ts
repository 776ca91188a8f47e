import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Poller, type PollResult } from "../../../../../src/runs/store/polling/poller.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setup(result: PollResult, random = 0.5) {
  const state = { polls: 0, result };
  const poller = new Poller({
    random: () => random,
    poll: async () => {
      state.polls++;
      return state.result;
    },
  });
  return { poller, state };
}

const minutes = (count: number) => vi.advanceTimersByTimeAsync(count * 60_000);

test("asks nothing while nobody looks", async () => {
  const { poller, state } = setup("changed");
  await minutes(60);
  poller.setOn(true);
  poller.setOn(false);
  poller.hurry();
  await minutes(60);
  expect(state.polls).toBe(0);
});

test("asks at once when somebody looks, and not again because they look twice", async () => {
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

test("asks ever more rarely when nothing changes, up to once a minute", async () => {
  const { poller, state } = setup("quiet");
  poller.setOn(true);
  await minutes(10);
  const before = state.polls;
  await minutes(10);
  expect(state.polls - before).toBe(10);
});

test("asks more often while runs are under way, and soon again after a change", async () => {
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

test("is back after a failure without end, and after a hint sooner", async () => {
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

test("windows that begin together do not go on together", async () => {
  const [early, late] = [setup("quiet", 0), setup("quiet", 1)];
  for (const { poller } of [early, late]) poller.setOn(true);
  await minutes(30);
  expect(early.state.polls).toBeGreaterThan(late.state.polls * 1.3);
});
