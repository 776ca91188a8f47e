import { resolve } from "node:path";
import { expect, test } from "vitest";
import { callPaths, crossings } from "../../../.ci/build/callPaths.ts";

const root = resolve(import.meta.dirname, "../../..");

test.each(Object.entries(callPaths))("the path %s is as written, through few files", (_name, { most, stops }) => {
  expect(crossings(root, stops).length).toBeLessThanOrEqual(most);
});

test("a path that the code does not take is reported", () => {
  const [first, , third] = callPaths["from the socket to the row"]!.stops;
  expect(() => crossings(root, [first!, { ...third!, by: "noSuchCall" }])).toThrow("doesn't hand over");
  expect(() => crossings(root, [first!, { ...third!, name: "noSuchName", by: "yield" }])).toThrow("has no noSuchName");
});
