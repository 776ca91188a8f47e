import fc from "fast-check";
import { expect, test } from "vitest";
import { finderOf } from "#base/text/textFinder.ts";

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
