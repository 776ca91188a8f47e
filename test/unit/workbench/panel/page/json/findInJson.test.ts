import fc from "fast-check";
import { expect, test } from "vitest";
import { finderOf } from "#base/text/textFinder.ts";
import { findInJson } from "#workbench/panel/page/json/findInJson.ts";
import { jsonRows } from "#workbench/panel/page/json/jsonRows.ts";

const find = (value: unknown, query: string): string[] => findInJson(value, finderOf(query)!);

test("keys and values are found in the order of the tree, collapsed or not", () => {
  const value = { charge: 1, list: [{ note: "A Charge" }, "none"], "re/charge": { x: true }, last: null };
  expect(find(value, "charge")).toEqual(["/charge", "/list/0/note", "/re~1charge"]);
  expect(find(value, "true")).toEqual(["/re~1charge/x"]);
  expect(find(value, "null")).toEqual(["/last"]);
  expect(find("just a charge", "charge")).toEqual([""]);
  expect(find(value, "0")).toEqual([]);
});

test("it equals a search of all rows", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string({ minLength: 1, maxLength: 2 }), (value, query) => {
      const finder = finderOf(query)!;
      const everything = { has: () => true } as unknown as ReadonlySet<string>;
      const hits = jsonRows(value, everything).filter(({ key, value: at }) => {
        const text = typeof at === "object" && at !== null ? "" : String(at);
        return (typeof key === "string" && finder.test(key)) || finder.test(text);
      });
      expect(find(value, query)).toEqual(hits.map(({ id }) => id));
    }),
  );
});
