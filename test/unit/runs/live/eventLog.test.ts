import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunEvent } from "#api/schemas.ts";
import { EventLog } from "#runs/live/eventLog.ts";

const event = (sequence: number): RunEvent => ({ type: "run.data", sequence, data: { sequence } });
const sequences = (events: Iterable<RunEvent>): number[] => [...events].map(({ sequence }) => sequence);
const heavy = (sequence: number, size: number): RunEvent => ({ ...event(sequence), data: "x".repeat(size) });

describe("an event log", () => {
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
});
