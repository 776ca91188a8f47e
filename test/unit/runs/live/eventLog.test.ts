import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunEvent } from "../../../../src/api/schemas.ts";
import { EventLog } from "../../../../src/runs/live/eventLog.ts";

const event = (sequence: number): RunEvent => ({ type: "run.data", sequence, data: { sequence } });
const sequences = (events: Iterable<RunEvent>): number[] => [...events].map(({ sequence }) => sequence);
const gapsOf = ({ gaps }: EventLog): string => gaps.map(({ from, to }) => `${from}–${to}`).join(" ");
const heavy = (sequence: number, size: number): RunEvent => ({ ...event(sequence), data: "x".repeat(size) });

describe("an event log", () => {
  test("knows missing events from 1 on, whatever the server counts from", () => {
    const log = new EventLog();
    expect(log.add([event(0)])).toHaveLength(1);
    log.add([event(3)]);
    log.add([event(5)]);
    expect(gapsOf(log)).toBe("1–2 4–4");
  });

  test("keeps an event whose sequence came with another id, after the first one and at a place of its own", () => {
    const log = new EventLog();
    const named = (sequence: number, id: string): RunEvent => ({ ...event(sequence), id });
    log.add([named(1, "a"), named(2, "b"), named(3, "c")]);
    const fresh = log.add([named(2, "b"), named(2, "d"), named(3, "e"), named(2, "f"), named(3, "e"), named(4, "g")]);
    expect(fresh.map(({ id }) => id)).toEqual(["d", "f", "e", "g"]);
    expect([...log].map(({ id }) => id)).toEqual(["a", "b", "d", "f", "c", "e", "g"]);
    expect([...log].map(({ sequence }) => Math.floor(sequence))).toEqual([1, 2, 2, 2, 3, 3, 4]);
    expect([log.count, log.lastSequence, log.gaps, log.add([...log])]).toEqual([7, 4, [], []]);
    expect([...log].map(({ sequence }, at) => [log.get(sequence)?.id, log.countBefore(sequence) - at])).toEqual(
      ["a", "b", "d", "f", "c", "e", "g"].map((id) => [id, 0]),
    );
    // Without an id on one side nobody knows that they differ.
    expect(log.add([event(4), { ...event(3), id: null }])).toEqual([]);
  });

  test("says after which sequence new events can come: the last one, or the one before where it came twice", () => {
    const log = new EventLog();
    let ids = 0;
    const after = (sequence: number, type = "run.data"): number => {
      log.add([{ ...event(sequence), type, id: `event-${ids++}` }]);
      return log.resumeAfter;
    };
    expect([log.resumeAfter, after(1), after(2), after(4), after(3)]).toEqual([0, 1, 2, 4, 4]);
    expect([after(5, "run.paused"), after(6), after(5, "run.resumed"), after(6), after(7)]).toEqual([4, 4, 4, 5, 6]);
    expect([after(8, "run.paused"), after(9, "run.resumed")]).toEqual([7, 8]);
    expect([after(10, "run.paused"), after(10), after(11)]).toEqual([9, 9, 10]);
  });

  test("knows its gaps, and when they are filled", () => {
    const log = new EventLog();
    log.add([event(3), event(10)]);
    expect(gapsOf(log)).toBe("1–2 4–9");
    expect(sequences(log.add([event(7), event(12), event(4), event(7)]))).toEqual([4, 7, 12]);
    expect(gapsOf(log)).toBe("1–2 5–6 8–9 11–11");
    expect(sequences(log)).toEqual([3, 4, 7, 10, 12]);
    expect(log.get(7)?.data).toEqual({ sequence: 7 });
    expect(log.get(8)).toBeUndefined();
  });

  test("counts events that have left memory, and does not add them again", () => {
    const log = new EventLog({ limit: 16 });
    for (let sequence = 1; sequence <= 100; sequence++) log.add([event(sequence)]);
    expect(log.count).toBe(100);
    expect(log.held).toBeLessThanOrEqual(16);
    expect(sequences(log.slice(-3))).toEqual([98, 99, 100]);
    expect(log.get(1)).toBeUndefined();
    expect(log.add([event(1), event(50)])).toEqual([]);
    expect(log.count).toBe(100);
  });

  test("says which sequences are missing before a batch, from the first to the last, and forgets them again", () => {
    const log = new EventLog();
    log.add([event(2), event(4)]);
    const before = (...numbers: number[]) => log.gapBefore(numbers.map(event));
    expect([before(), before(1, 3, 4), before(5, 6), before(6, 5)]).toEqual(Array(4).fill(undefined));
    expect([before(6), before(9, 5, 7, 7)]).toEqual([
      { from: 5, to: 5 },
      { from: 6, to: 8 },
    ]);
    expect([log.count, log.lastSequence, log.gaps.length]).toEqual([2, 4, 2]);
    expect(new EventLog().gapBefore([event(0), event(3)])).toEqual({ from: 1, to: 2 });
  });

  test("accepts a batch that is larger than its limit", () => {
    const log = new EventLog({ limit: 10 });
    expect(log.add(Array.from({ length: 1000 }, (_, i) => event(i + 1)))).toHaveLength(1000);
    expect(sequences(log)).toEqual([991, 992, 993, 994, 995, 996, 997, 998, 999, 1000]);
  });

  test("equals a sorted set, whatever arrives in any order", () => {
    const batches = fc.array(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 12 }), { maxLength: 30 });
    fc.assert(
      fc.property(batches, (input) => {
        const log = new EventLog();
        const all = new Set<number>();
        for (const batch of input) {
          const fresh = [...new Set(batch.filter((sequence) => !all.has(sequence)))].sort((a, b) => a - b);
          expect(sequences(log.add(batch.map(event)))).toEqual(fresh);
          for (const sequence of fresh) all.add(sequence);
        }
        const last = Math.max(0, ...all);
        const missing = log.gaps.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
        expect(sequences(log)).toEqual([...all].sort((a, b) => a - b));
        expect([log.count, log.lastSequence]).toEqual([all.size, last]);
        expect(missing).toEqual(Array.from({ length: last }, (_, i) => i + 1).filter((sequence) => !all.has(sequence)));
      }),
    );
  });

  test("with limits, keeps the newest in order, counts all and keeps a trace of the others", () => {
    const batches = fc.array(fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 20 }), { maxLength: 40 });
    fc.assert(
      fc.property(batches, fc.integer({ min: 1, max: 20 }), (input, limit) => {
        const log = new EventLog({ limit });
        const all = new Set<number>();
        for (const batch of input) {
          log.add(batch.map(event));
          for (const sequence of batch) all.add(sequence);
          expect(log.count).toBe(all.size);
          expect(log.held).toBeLessThanOrEqual(limit);
          const held = sequences(log);
          expect(held).toEqual([...held].sort((a, b) => a - b));
          expect(held.at(-1) ?? 0).toBe(log.lastSequence);
          expect(log.firstHeld).toBe(held[0]);
          const traces = Array.from(log.left, ({ sequence }) => sequence);
          expect([...traces, ...held]).toEqual([...all].sort((a, b) => a - b));
          for (const sequence of all)
            expect(log.countBefore(sequence)).toBe([...all].filter((each) => each < sequence).length);
        }
      }),
    );
  });

  test("keeps the traces of thousands of events, also of late ones", () => {
    const log = new EventLog({ limit: 10 });
    const types = ["run.data", "message.delta", "tool.call.completed"];
    const events = Array.from({ length: 5_010 }, (_, i) => ({ ...event(i + 1), type: types[i % 3]! }));
    for (const each of events) if (each.sequence !== 700) log.add([each]);
    log.add([events[699]!]);
    expect(Array.from(log.left, ({ sequence, type }) => ({ sequence, type }))).toEqual(
      events.slice(0, 5_000).map(({ sequence, type }) => ({ sequence, type })),
    );
  });

  test("keeps no more than its weight, but always the newest event", () => {
    const log = new EventLog({ weight: 100_000 });

    for (let sequence = 1; sequence <= 50; sequence++) {
      log.add([heavy(sequence, 10_000)]);
      const held = [...log].reduce((sum, each) => sum + JSON.stringify(each).length, 0);
      expect(held).toBeLessThan(110_000);
    }
    expect([log.count, log.left.length + log.held]).toEqual([50, 50]);
    expect(log.held).toBeGreaterThan(5);
    log.add([heavy(51, 500_000)]);
    expect(sequences(log)).toEqual([51]);
    log.add([heavy(52, 10)]);
    expect(sequences(log)).toEqual([52]);
    log.add([heavy(53, 10)]);
    expect(sequences(log)).toEqual([52, 53]);
  });

  test("a few events stay although one of them is heavy, but not without limit", () => {
    const log = new EventLog({ weight: 100_000, few: 3 });

    log.add([heavy(1, 10), heavy(2, 150_000), heavy(3, 10)]);
    expect(sequences(log)).toEqual([1, 2, 3]);
    log.add([heavy(4, 10)]);
    expect(sequences(log)).toEqual([2, 3, 4]);
    log.add([heavy(5, 390_000)]);
    expect(sequences(log)).toEqual([3, 4, 5]);
    log.add([heavy(6, 390_000)]);
    expect(sequences(log)).toEqual([6]);
  });
});
