import fc from "fast-check";
import { expect, test } from "vitest";
import { finderOf } from "../../../../src/base/text/textFinder.ts";
import { matchWords, placeIn, stepTo } from "../../../../src/webview/state/find.ts";

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
  expect([stepTo(3, 0, 1), stepTo(3, 2, 1), stepTo(3, 0, -1)]).toEqual([1, 0, 2]);
  expect([stepTo(3, 0.5, 1), stepTo(3, 0.5, -1), stepTo(3, -0.5, 1), stepTo(3, -0.5, -1), stepTo(3, 2.5, 1)]).toEqual([
    1, 0, 0, 2, 0,
  ]);
});

test("a place in a list is an index, or lies between two", () => {
  const at = (value: number): number => placeIn([10, 20, 30], (item) => item - value);
  expect([5, 10, 15, 30, 35].map(at)).toEqual([-0.5, 0, 0.5, 2, 2.5]);
  expect(placeIn([], () => 0)).toBe(-0.5);
});

test("matches are counted in words", () => {
  const words = [
    matchWords(0, -0.5),
    matchWords(1, -0.5),
    matchWords(1204, 0.5),
    matchWords(1204, 1002),
    matchWords(0, -0.5, true),
    matchWords(7, 2, true),
  ];
  expect(words).toEqual(["No match", "1 match", "1,204 matches", "1,003 of 1,204", "Searching", "3 of 7+"]);
});
