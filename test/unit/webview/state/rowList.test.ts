import fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { EventRow } from "../../../../src/protocol/eventViews.ts";
import { PackedBatch, type RowBatch } from "../../../../src/protocol/rowBatch.ts";
import { RowList } from "../../../../src/webview/state/rowList.ts";
import { packed } from "../support/packed.ts";

const row = (sequence: number): EventRow => ({ sequence, type: "x", group: "other", summary: `row ${sequence}` });
const range = (from: number, count: number): EventRow[] =>
  Array.from({ length: count }, (_, index) => row(from + index));
const sequences = (rows: readonly EventRow[]): number[] => rows.map(({ sequence }) => sequence);

const again = 1 / 1024;
/** Places of events that come together: few or many, with gaps or without, and some sequences twice. */
const step = fc.oneof(fc.integer({ min: 1, max: 3 }), fc.constant(again));
const batch = fc
  .tuple(fc.integer({ min: 1, max: 150 }), fc.array(step, { maxLength: 40 }))
  .map(([start, steps]) => steps.reduce<number[]>((all, step) => [...all, (all.at(-1) ?? start) + step], []));

test("rows are in order, each once, and are found by index and by sequence, however they arrive", () => {
  fc.assert(
    fc.property(fc.array(batch), fc.integer({ min: -1, max: 300 }), (batches, at) => {
      const list = batches.reduce((rows, each) => rows.add(packed(each.map(row))), RowList.of());
      const all = [...new Set(batches.flat())].sort((a, b) => a - b);
      expect([list.length, list.last]).toEqual([all.length, all.at(-1) ?? 0]);
      expect(list.at(at)).toEqual(all[at] === undefined ? undefined : row(all[at]));
      expect(list.countUpTo(at)).toBe(all.filter((each) => each <= at).length);
      for (const each of [at, at + again]) expect(list.has(each)).toBe(all.includes(each));
      expect(list.from(at)).toEqual(all.slice(Math.max(0, at)).map(row));
      // Now that all of them were gone through.
      expect(list.at(at)).toEqual(all[at] === undefined ? undefined : row(all[at]));
    }),
  );
});

test("only the rows of given sequences change, and in another list", () => {
  fc.assert(
    fc.property(
      fc.array(batch),
      fc.integer({ min: 0, max: 200 }),
      fc.integer({ min: 0, max: 100 }),
      (batches, from, length) => {
        const list = batches.reduce((rows, each) => rows.add(packed(each.map(row))), RowList.of());
        const before = sequences(list.from(0));
        const isIn = ({ sequence }: EventRow): boolean => sequence >= from && sequence <= from + length;
        const changed = list.worded(from, from + length, (each) => ({ ...each, summary: "new" }));
        expect([changed === list, changed.order]).toEqual([false, list.order]);
        expect(sequences(changed.from(0))).toEqual(before);
        for (const each of changed.from(0)) expect(each.summary === "new").toBe(isIn(each));
        expect(list.from(0).some(({ summary }) => summary === "new")).toBe(false);
      },
    ),
  );
});

test("rows lose their words, and nothing else, in another list", () => {
  const said = (sequence: number): EventRow => ({
    ...row(sequence),
    ...(sequence % 3 === 0 ? { type: "x.delta", group: "text", source: "agent", piece: "text" } : {}),
    ...(sequence % 7 === 0 ? { failed: true } : {}),
    time: sequence * 1_000,
  });
  fc.assert(
    fc.property(
      fc.array(batch),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.nat(250)), { minLength: 1 }),
      (batches, ranges) => {
        const whole = batches.reduce((rows, each) => rows.add(packed(each.map(said))), RowList.of());
        const before = [...whole.foldsFrom(0)];
        const list = ranges.reduce((rows, [from, length]) => rows.withoutWords(from, from + length), whole);
        expect([list === whole, list.order, list.length]).toEqual([false, whole.order, whole.length]);
        expect([...list.foldsFrom(0)]).toEqual(before);
        const expected = whole.from(0).map((each) => {
          const { time: _, summary: _text, ...rest } = each;
          const isIn = ranges.some(([from, length]) => each.sequence >= from && each.sequence <= from + length);
          return isIn ? rest : each;
        });
        expect(list.from(0)).toEqual(expected);
        for (const each of whole.from(0)) expect(each).toEqual(said(each.sequence));
      },
    ),
  );
});

test("batches stay what they are when their rows lose their words: the next time costs no more", () => {
  let list = RowList.of();
  for (let from = 1; from <= 3_000; from += 100) list = list.add(packed(range(from, 100)));
  // Whole batches aren't unpacked.
  const read = vi.spyOn(PackedBatch.prototype, "read");
  expect(list.withoutWords(1, 400).length).toBe(3_000);
  expect(read).not.toHaveBeenCalled();
  read.mockRestore();
  // The first row of a batch, whole batches, and parts of them.
  const ends = [101, 450, 520, 560, 1_000, 2_499];
  for (const [index, end] of ends.entries()) {
    list = list.withoutWords((ends[index - 1] ?? 0) + 1, end);
    const silent = list.from(0).filter(({ summary }) => summary === undefined);
    expect([silent.length, silent.at(-1)?.sequence]).toEqual([end, end]);
  }
  expect([...list.foldsFrom(0)].map(({ start }) => start)).toEqual(Array.from({ length: 30 }, (_, at) => at * 100));
  // Many small ones are not changed as one either.
  let small = RowList.of();
  for (let from = 1; from <= 4_000; from += 10) small = small.add(packed(range(from, 10)));
  expect([...small.foldsFrom(0)].length).toBe(4);
});

test("rows after the end are added to the same list: a long run costs no copy for each message", () => {
  let list = RowList.of(range(1, 2));
  for (const count of [3, 100, 3]) expect((list = list.add(packed(range(list.last + 1, count))))).toBe(list);
  expect(sequences(list.from(0))).toEqual(sequences(range(1, 108)));
  expect(list.add(packed(range(2, 50)))).toBe(list);
  expect(list.add(packed([]))).toBe(list);
  expect(list.add(packed(range(50, 60)))).not.toBe(list);
  // One that is there never changes, whatever comes later under its sequence.
  const later = list.add(packed([{ ...row(5), summary: "another" }, row(109)]));
  expect([later.at(4)?.summary, later.length]).toEqual(["row 5", 109]);
});

test("rows are unpacked when they are read, those that were read last once", () => {
  const read: number[] = [];
  const counted = (rows: EventRow[]): RowBatch => {
    const inner = packed(rows);
    const { length, first, last } = inner;
    return {
      length,
      first,
      last,
      countUpTo: (sequence) => inner.countUpTo(sequence),
      read: () => (read.push(first), inner.read()),
      foldsFrom: (index) => inner.foldsFrom(index),
    };
  };
  const list = RowList.of();
  for (let from = 1; from <= 10_000; from += 100) list.add(counted(range(from, 100)));
  expect([list.length, list.last, list.countUpTo(4_250), list.has(7)]).toEqual([10_000, 10_000, 4_250, true]);
  expect(read).toEqual([]);
  for (let index = 9_950; index < 10_000; index += 1) expect(list.at(index)?.sequence).toBe(index + 1);
  for (const index of [150, 250, 160]) list.at(index);
  expect(read).toEqual([9_901, 101, 201]);
  list.from(9_800);
  list.from(9_800);
  expect(read.slice(3)).toEqual([9_801, 9_901]);
});
