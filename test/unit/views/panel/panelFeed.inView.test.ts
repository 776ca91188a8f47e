import { expect, test, vi } from "vitest";
import { feed, step, row, rows, sequencesOf, snapshot, totals } from "./support/feed.ts";

test.each([
  ["rows", "story"],
  ["story", "rows"],
] as const)("the %s in view come first in a flood", (first, second) => {
  const { panel, sent, deltas, drawAll } = feed();
  panel.look(first);
  panel.open(snapshot(0));
  const many = rows(60_000);
  panel.push({ totals: totals(60_000), rows: many, story: many.map(({ sequence }) => ({ upsert: step(sequence) })) });
  expect(deltas().map((delta) => delta[first].length > 0)).toEqual(Array.from({ length: 8 }, () => true));
  expect(deltas().map((delta) => delta[second].length)).toEqual(Array.from({ length: 8 }, () => 0));
  drawAll();
  expect(sequencesOf(sent)).toEqual(many.map(({ sequence }) => sequence));
  expect(deltas().flatMap(({ story }) => story)).toHaveLength(60_000);
});

test.each([
  ["rows", "story"],
  ["story", "rows"],
] as const)(
  "while the %s are in view, the others are sent at their own pace, or at once when they come into view",
  (seen, aside) => {
    vi.useFakeTimers();
    try {
      const { panel, deltas } = feed({ aside: 100 });
      panel.look(seen);
      panel.open(snapshot(0));
      const push = (count: number) =>
        panel.push({ totals: totals(count), rows: [row(count)], story: [{ upsert: step(count) }] });
      const told = () => deltas().map((delta) => `${delta[seen].length}+${delta[aside].length}`);
      for (let count = 1; count <= 3; count++) push(count);
      expect(told()).toEqual(["1+1", "1+0", "1+0"]);
      vi.advanceTimersByTime(101);
      expect(told().slice(3)).toEqual(["0+2"]);
      push(4);
      push(5);
      panel.look(aside);
      expect(told().slice(4)).toEqual(["1+0", "1+0", "0+2"]);
      push(6);
      panel.close();
      vi.advanceTimersByTime(200);
      expect(told().slice(7)).toEqual(["0+1"]);
    } finally {
      vi.useRealTimers();
    }
  },
);

test("changes out of view are sent, however the clock is read", () => {
  vi.useFakeTimers();
  try {
    for (let looks = 0; looks < 12; looks++) {
      const { panel, deltas } = feed({ aside: 100 });
      let now = 1_000;
      panel.look("story");
      const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
      panel.open(snapshot(0));
      for (let count = 1; count <= 2; count++) panel.push({ totals: totals(count), rows: [row(count)] });
      expect(sequencesOf(deltas())).toEqual([1]);
      // A timer may fire a little before the time that it was set for.
      let left = looks;
      clock.mockImplementation(() => (left-- > 0 ? 1_099.999 : 1_100));
      vi.advanceTimersByTime(100);
      now = 2_000;
      clock.mockImplementation(() => now);
      vi.advanceTimersByTime(1_000);
      expect([looks, sequencesOf(deltas())]).toEqual([looks, [1, 2]]);
      panel.close();
    }
  } finally {
    vi.restoreAllMocks();
    vi.useRealTimers();
  }
});
