import { resolve } from "node:path";
import { expect, test } from "vitest";
import { crossings, walks } from "../../../.ci/build/walks.ts";

const root = resolve(import.meta.dirname, "../../..");

test.each(Object.entries(walks))("%s is a way that the code goes, through few files", (_name, { most, doors }) => {
  expect(crossings(root, doors).length).toBeLessThanOrEqual(most);
});

test("a way that the code doesn't go is reported", () => {
  const [first, , third] = walks["from the socket to the row"]!.doors;
  expect(() => crossings(root, [first!, { ...third!, by: "noSuchCall" }])).toThrow("doesn't hand over");
  expect(() => crossings(root, [first!, { ...third!, name: "noSuchName", by: "yield" }])).toThrow("has no noSuchName");
});
