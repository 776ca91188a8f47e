import { describe, expect, test, vi } from "vitest";
import { feed, step, row, rows, sequencesOf, snapshot, totals } from "./support/feed.ts";

describe("opening", () => {
  test("a short run is one snapshot", () => {
    const { panel, sent } = feed();
    panel.open(snapshot(256));
    expect(sent).toEqual([{ type: "snapshot", ...snapshot(256) }]);
  });

  test("a long one is its beginning, and batches no faster than they are drawn", () => {
    const { panel, sent, deltas, drawAll } = feed();
    panel.open(snapshot(20_000));
    expect(sent[0]).toMatchObject({ type: "snapshot", totals: totals(20_000) });
    expect(sequencesOf(sent.slice(0, 1))).toHaveLength(256);
    expect(deltas()).toHaveLength(8);
    panel.acknowledge(deltas()[0]?.batch ?? 0);
    expect(deltas()).toHaveLength(9);
    drawAll();
    expect(sequencesOf(sent)).toEqual(rows(20_000).map(({ sequence }) => sequence));
    expect(deltas().every((delta) => delta.rows.length <= 8_192 && delta.story.length <= 2_048)).toBe(true);
    expect(deltas().flatMap(({ story }) => story)).toHaveLength(20_000 - 256);
    expect(deltas().every((delta) => delta.totals.eventCount === 20_000)).toBe(true);
  });

  test("again replaces the rest of the last one, and waits for no earlier batch", () => {
    const { panel, sent, deltas, drawAll } = feed();
    panel.open(snapshot(3_000));
    panel.push({ totals: totals(3_001), rows: [row(3_001)], state: { banner: "old" } });
    panel.open(snapshot(600));
    const again = sent.slice(sent.findLastIndex(({ type }) => type === "snapshot"));
    expect(sequencesOf(again)).toEqual(rows(600).map(({ sequence }) => sequence));
    drawAll();
    expect(sent.slice(-again.length)).toEqual(again);
    expect(deltas().some(({ state }) => state?.banner === "old")).toBe(false);
    const batches = deltas().map(({ batch }) => batch);
    expect(batches).toEqual(batches.toSorted((a, b) => a - b));
    expect(new Set(batches).size).toBe(batches.length);
  });
});

describe("updates", () => {
  test("are sent at once while the panel keeps up, with their totals", () => {
    const { panel, deltas, drawAll } = feed();
    panel.open(snapshot(0));
    for (let count = 1; count <= 3; count++) {
      panel.push({ totals: totals(count), rows: [row(count)], story: [{ upsert: step(count) }] });
    }
    drawAll();
    for (const [at, delta] of deltas().entries())
      expect([delta.totals.lastSequence, sequencesOf([delta])]).toEqual([at + 1, [at + 1]]);
    expect(deltas()).toHaveLength(3);
  });

  test("that are close together are joined, so that the panel doesn't get many small messages", () => {
    vi.useFakeTimers();
    try {
      const { panel, deltas } = feed({ inView: 8 });
      panel.look("rows");
      panel.open(snapshot(0));
      const sizes = () => deltas().map((delta) => delta.rows.length);
      for (let count = 1; count <= 5; count++) panel.push({ totals: totals(count), rows: [row(count)] });
      expect(sizes()).toEqual([1]);
      vi.advanceTimersByTime(8);
      expect(sizes()).toEqual([1, 4]);
      panel.push({ totals: totals(6), rows: [row(6)] });
      panel.acknowledge(deltas().at(-1)!.batch);
      panel.close();
      vi.advanceTimersByTime(100);
      expect(sizes()).toEqual([1, 4]);
    } finally {
      vi.useRealTimers();
    }
  });

  test("to a panel that draws slowly are sent as far apart as it allows, so that none waits for a frame", () => {
    vi.useFakeTimers();
    try {
      const { panel, deltas } = feed({ inView: 3, afterLarge: 20 });
      panel.look("rows");
      panel.open(snapshot(0));
      const drawn = 80;
      const sentAt: number[] = [];
      for (let time = 1; time <= 500; time++) {
        panel.push({ totals: totals(time), rows: [row(time)] });
        while (sentAt.length < deltas().length) sentAt.push(time);
        const last = sentAt.findLastIndex((at) => at + drawn === time);
        if (last >= 0) panel.acknowledge(deltas()[last]!.batch);
        vi.advanceTimersByTime(1);
      }
      const gaps = sentAt.map((at, index) => at - (sentAt[index - 1] ?? 0));
      expect(Math.max(...gaps.slice(0, 9))).toBeGreaterThan(50);
      expect(gaps.slice(-20).filter((gap) => Math.abs(gap - drawn / 8) > 2)).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  test("in a flood are sent in fewer, larger messages, and those out of view from time to time", () => {
    vi.useFakeTimers();
    try {
      const { panel, deltas } = feed({ inView: 5, afterLarge: 20, aside: 50 });
      panel.look("rows");
      panel.open(snapshot(0));
      const told = () => deltas().map((delta) => `${delta.rows.length}+${delta.story.length}`);
      for (let time = 1; time <= 70; time++) {
        const count = time * 300;
        panel.push({ totals: totals(count), rows: rows(300, count), story: [{ upsert: step(count) }] });
        panel.acknowledge(deltas().at(-1)!.batch);
        vi.advanceTimersByTime(1);
      }
      expect(told()).toEqual(["300+1", "5700+0", "6000+0", "3000+0", "0+49", "6000+0"]);
      vi.advanceTimersByTime(50);
      expect(told().slice(6)).toEqual(["0+20"]);
    } finally {
      vi.useRealTimers();
    }
  });

  test("of a busy panel are gathered, and nothing is lost", () => {
    const { panel, sent, deltas, drawAll } = feed();
    panel.open(snapshot(0));
    for (let count = 1; count <= 1_000; count++) panel.push({ totals: totals(count), rows: [row(count)] });
    expect(deltas()).toHaveLength(8);
    drawAll();
    expect(sequencesOf(sent)).toEqual(rows(1_000).map(({ sequence }) => sequence));
    expect(deltas().at(-1)?.totals).toEqual(totals(1_000));
    expect(deltas().map((delta) => delta.rows.length)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 992]);
  });

  test("that wait in great numbers are sent in larger messages, but never larger than a frame can draw", () => {
    const { panel, sent, deltas, drawAll } = feed();
    panel.open(snapshot(0));
    panel.push({ totals: totals(90_000), rows: rows(90_000) });
    expect(deltas().map((delta) => delta.rows.length)).toEqual(Array.from({ length: 8 }, () => 8_192));
    drawAll();
    expect(sequencesOf(sent)).toEqual(rows(90_000).map(({ sequence }) => sequence));
  });

  test("text that grows while the panel is busy is one change", () => {
    const { panel, deltas, drawAll } = feed();
    panel.open(snapshot(0));
    for (const text of "abcdefghijkl") panel.push({ totals: totals(1), story: [{ append: text, id: "x" }] });
    panel.push({
      totals: totals(1),
      story: [
        { append: "1", id: "y" },
        { append: "i", id: "x" },
      ],
    });
    drawAll();
    const story = deltas().flatMap((delta) => delta.story);
    expect(story.slice(8)).toEqual([
      { append: "ijkl", id: "x" },
      { append: "1", id: "y" },
      { append: "i", id: "x" },
    ]);
  });

  test("a step that changes again while it waits is one change, in the place of the first", () => {
    const { panel, deltas, drawAll } = feed();
    panel.open(snapshot(0));
    for (let count = 0; count < 8; count++) panel.push({ totals: totals(count) });
    const [call, ended, next] = [step(1), { ...step(1), title: "Ended" }, step(2)];
    panel.push({
      totals: totals(9),
      story: [{ upsert: call }, { upsert: ended }, { upsert: next }, { append: "a", id: "i2" }],
    });
    drawAll();
    expect(deltas().flatMap((delta) => delta.story)).toEqual([
      { upsert: ended },
      { upsert: next },
      { append: "a", id: "i2" },
    ]);
  });

  test("never alter the changes that the sender still holds", () => {
    const { panel, drawAll } = feed();
    panel.open(snapshot(0));
    for (let count = 0; count < 8; count++) panel.push({ totals: totals(count) });
    const held = { append: "a", id: "x" };
    panel.push({ totals: totals(8), story: [held] });
    panel.push({ totals: totals(9), story: [{ append: "b", id: "x" }] });
    drawAll();
    expect(held.append).toBe("a");
  });

  test("of the state are joined: the last value of each part", () => {
    const { panel, deltas, drawAll } = feed();
    panel.open(snapshot(0));
    for (let count = 0; count < 8; count++) panel.push({ totals: totals(count) });
    panel.push({ totals: totals(8), state: { live: { kind: "live", text: "" }, banner: "old" } });
    panel.push({ totals: totals(9), state: { banner: "" } });
    panel.push({ totals: totals(10), marks: [{ after: 3, text: "gap", warning: true }] });
    drawAll();
    expect(deltas().at(-1)).toMatchObject({
      totals: totals(10),
      state: { live: { kind: "live", text: "" }, banner: "" },
      marks: [{ after: 3 }],
    });
  });

  test("an old acknowledgement delays nothing", () => {
    const { panel, sent, deltas, drawAll } = feed();
    panel.open(snapshot(3_000));
    drawAll();
    panel.acknowledge(1);
    const before = deltas().length;
    panel.push({ totals: totals(3_001), rows: [row(3_001)] });
    expect(deltas()).toHaveLength(before + 1);
    expect(sequencesOf(sent.slice(-1))).toEqual([3_001]);
  });
});

describe("closed", () => {
  test("nothing is sent before it opens", () => {
    const { panel, sent } = feed();
    panel.push({ totals: totals(1), rows: [row(1)] });
    panel.acknowledge(7);
    expect(sent).toEqual([]);
  });

  test("nothing is sent or held after it closes", () => {
    const { panel, sent } = feed();
    panel.open(snapshot(3_000));
    const before = sent.length;
    panel.close();
    panel.push({ totals: totals(3_001), rows: [row(3_001)] });
    panel.acknowledge(4);
    expect(sent).toHaveLength(before);
    panel.open(snapshot(1));
    expect(sent.slice(before)).toEqual([{ type: "snapshot", ...snapshot(1) }]);
  });
});
