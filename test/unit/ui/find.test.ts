import fc from "fast-check";
import { expect, test } from "vitest";
import { finderOf } from "../../../src/base/text/textFinder.ts";
import { beforeAll, type Place, placeIn, stepTo } from "../../../src/ui/find.ts";

test("a text is found literally, in any case", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", minLength: 1 }), fc.string({ unit: "binary" }), (query, around) => {
      const text = `${around}|${query}|${around}`;
      const parts = text.split(finderOf(query)!);
      expect(parts.join("")).toBe(text);
      expect(parts.length).toBeGreaterThan(1);
    }),
  );
  expect(finderOf("")).toBeUndefined();
  expect("Die Größe".split(finderOf("GRÖ")!)).toEqual(["Die ", "Grö", "ße"]);
  expect(finderOf(".*")!.test("abc")).toBe(false);
});

test("steps go in a circle, also from between two matches", () => {
  const from = (place: Place) => `${stepTo(3, place, 1)} ${stepTo(3, place, -1)}`;
  expect([from({ index: 0, isAt: true }), from({ index: 2, isAt: true })]).toEqual(["1 2", "0 1"]);
  const between = [beforeAll, { index: 1, isAt: false }, { index: 3, isAt: false }].map(from);
  expect(between).toEqual(["0 2", "1 0", "0 2"]);
});

test("a place in a list is an index, or lies between two", () => {
  const at = (value: number): Place => placeIn([10, 20, 30], (item) => item - value);
  expect([5, 10, 15, 30, 35].map(at)).toEqual([
    beforeAll,
    { index: 0, isAt: true },
    { index: 1, isAt: false },
    { index: 2, isAt: true },
    { index: 3, isAt: false },
  ]);
  expect(placeIn([], () => 0)).toEqual(beforeAll);
});
