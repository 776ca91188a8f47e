import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readRows } from "#workbench/panel/page/state/panelState.ts";
import { feed, step, row, rows, sequencesOf, snapshot, totals } from "./support/feed.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A feed whose panel hasn't drawn what it was sent. */
function busyFeed() {
  const busy = feed();
  busy.panel.open(snapshot(0));
  busy.panel.push({ totals: totals(0) });
  return busy;
}

describe("opening", () => {
  test("a long one is its beginning, and batches no faster than they are drawn", () => {
    const { panel, sent, deltas, drawAll } = feed();
    panel.open(snapshot(40_000));
    expect(deltas()).toHaveLength(1);
    vi.runAllTimers();
    expect(sent[0]).toMatchObject({ type: "snapshot", totals: totals(40_000) });
    expect(sequencesOf(sent.slice(0, 1))).toHaveLength(256);
    expect(deltas()).toHaveLength(4);
    panel.acknowledge(deltas()[0]?.batch ?? 0);
    vi.runAllTimers();
    expect(deltas()).toHaveLength(5);
    drawAll();
    expect(sequencesOf(sent)).toEqual(rows(40_000).map(({ sequence }) => sequence));
    expect(deltas().every((delta) => delta.rows.length <= 8_192 && delta.story.length <= 2_048)).toBe(true);
    expect(deltas().flatMap(({ story }) => story)).toHaveLength(40_000 - 256);
    expect(deltas().every((delta) => delta.totals.eventCount === 40_000)).toBe(true);
  });
});

describe("updates", () => {
  test("are sent at once, and those that follow in one message once the first is drawn", () => {
    const { panel, deltas, drawAll } = feed();
    panel.open(snapshot(0));
    const told = () => deltas().map((delta) => `${delta.rows.length}+${delta.story.length}`);
    const push = (count: number) =>
      panel.push({ totals: totals(count), rows: [row(count)], story: [{ upsert: step(count) }] });
    for (let count = 1; count <= 5; count++) push(count);
    expect(told()).toEqual(["1+1"]);
    drawAll();
    expect(told()).toEqual(["1+1", "4+4"]);
    expect(deltas().at(-1)?.totals).toEqual(totals(5));
    push(6);
    expect(told()).toEqual(["1+1", "4+4", "1+1"]);
    push(7);
    panel.close();
    drawAll();
    expect(told()).toHaveLength(3);
  });

  test("of a flood are sent up to four messages ahead of what is drawn, as long as each is full", () => {
    const { panel, deltas } = busyFeed();
    panel.push({ totals: totals(8_191), rows: rows(8_191) });
    vi.runAllTimers();
    expect(deltas()).toHaveLength(1);
    panel.push({ totals: totals(40_000), rows: rows(31_809, 8_192) });
    vi.runAllTimers();
    expect(deltas().map((delta) => delta.rows.length)).toEqual([0, 8_192, 8_192, 8_192]);
    panel.acknowledge(3);
    vi.runAllTimers();
    expect(
      deltas()
        .slice(4)
        .map((delta) => delta.rows.length),
    ).toEqual([8_192]);
    panel.acknowledge(5);
    expect(deltas().at(-1)?.rows).toHaveLength(40_000 - 4 * 8_192);
  });

  test("of a busy panel are gathered, and nothing is lost, also of a late one", () => {
    const { panel, sent, deltas, drawAll } = busyFeed();
    for (let count = 1; count <= 1_000; count++)
      panel.push({ totals: totals(count), rows: [row(count + (count % 2))] });
    expect(deltas()).toHaveLength(1);
    drawAll();
    expect(deltas()).toHaveLength(2);
    expect(sequencesOf(sent)).toEqual(Array.from({ length: 500 }, (_, index) => [2 * index + 2, 2 * index + 2]).flat());
    expect(deltas().at(-1)?.totals).toEqual(totals(1_000));
  });

  test("a row is sent without what the one before says, and read with it", () => {
    const { panel, deltas } = feed();
    const text = { type: "agent.reasoning.delta", group: "text", piece: "text", time: 1, summary: "so" } as const;
    const sent = [2, 3, 5].map((sequence) => ({ ...text, sequence }));
    panel.open(snapshot(1));
    panel.push({ totals: totals(8), rows: [...sent, row(6), { ...row(7), source: "Billing" }, row(8)] });
    const { rows: came } = deltas()[0]!;
    expect(came[1]).toEqual({ time: 1, summary: "so" });
    expect(readRows(came)).toEqual([...sent, row(6), { ...row(7), source: "Billing" }, row(8)]);
  });

  test("text that grows while the panel is busy is one change", () => {
    const { panel, deltas, drawAll } = busyFeed();
    for (const text of "abcd") panel.push({ totals: totals(1), story: [{ append: text, id: "x" }] });
    panel.push({
      totals: totals(1),
      story: [
        { append: "1", id: "y" },
        { append: "i", id: "x" },
      ],
    });
    drawAll();
    expect(deltas().flatMap((delta) => delta.story)).toEqual([
      { append: "abcd", id: "x" },
      { append: "1", id: "y" },
      { append: "i", id: "x" },
    ]);
  });

  test("of the state are joined: the last value of each part", () => {
    const { panel, deltas, drawAll } = busyFeed();
    panel.push({ totals: totals(8), state: { live: { kind: "live", text: "" }, banner: "old" } });
    panel.push({ totals: totals(9), state: { banner: "" } });
    panel.push({ totals: totals(10), marks: [{ after: 3, text: "gap" }] });
    drawAll();
    expect(deltas().at(-1)).toMatchObject({
      totals: totals(10),
      state: { live: { kind: "live", text: "" }, banner: "" },
      marks: [{ after: 3 }],
    });
  });
});

describe("closed", () => {
  test("nothing is sent or held after it closes", () => {
    const { panel, sent } = feed();
    panel.open(snapshot(30_000));
    const before = sent.length;
    panel.close();
    panel.push({ totals: totals(30_001), rows: [row(30_001)] });
    panel.acknowledge(4);
    vi.runAllTimers();
    expect(sent).toHaveLength(before);
    panel.open(snapshot(1));
    expect(sent.slice(before)).toEqual([{ type: "snapshot", ...snapshot(1) }]);
  });
});
