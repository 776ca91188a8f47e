import fc from "fast-check";
import { expect, test } from "vitest";
import type { EventRow } from "#workbench/panel/page/eventViews.ts";
import { RowList } from "#workbench/panel/page/state/rowList.ts";

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
      const list = batches.reduce((rows, each) => rows.add(each.map(row)), new RowList());
      const all = [...new Set(batches.flat())].sort((a, b) => a - b);
      expect([list.length, list.last]).toEqual([all.length, all.at(-1) ?? 0]);
      expect(list.at(at)).toEqual(all[at] === undefined ? undefined : row(all[at]));
      expect(list.countUpTo(at)).toBe(all.filter((each) => each <= at).length);
      for (const each of [at, at + again]) expect(list.has(each)).toBe(all.includes(each));
      expect(list.from(Math.max(0, at))).toEqual(all.slice(Math.max(0, at)).map(row));
    }),
  );
});

test("only the rows of given sequences change, and the list is another one, so that they are drawn again", () => {
  fc.assert(
    fc.property(
      fc.array(batch),
      fc.integer({ min: 0, max: 200 }),
      fc.integer({ min: 0, max: 100 }),
      (batches, from, length) => {
        const list = batches.reduce((rows, each) => rows.add(each.map(row)), new RowList());
        const before = sequences(list.from(0));
        const isIn = ({ sequence }: EventRow): boolean => sequence >= from && sequence <= from + length;
        const changed = list.worded(from, from + length, (each) => ({ ...each, summary: "new" }));
        expect([changed === list, changed.order]).toEqual([false, list.order]);
        expect(sequences(changed.from(0))).toEqual(before);
        for (const each of changed.from(0)) expect(each.summary === "new").toBe(isIn(each));
      },
    ),
  );
});

test("rows after the end are added to the same list: a long run costs no copy for each message", () => {
  let list = new RowList(range(1, 2));
  for (const count of [3, 100, 3]) expect((list = list.add(range(list.last + 1, count)))).toBe(list);
  expect(sequences(list.from(0))).toEqual(sequences(range(1, 108)));
  expect(list.add(range(2, 50))).toBe(list);
  expect(list.add([])).toBe(list);
  expect(list.add(range(50, 60))).toBe(list);
  expect(list.add([row(50 + again)])).not.toBe(list);
  // One that is there never changes, whatever comes later under its sequence.
  const later = list.add([{ ...row(5), summary: "another" }, row(110)]);
  expect([later.at(4)?.summary, later.length]).toEqual(["row 5", 110]);
});
