import { expect, test } from "vitest";
import { segment } from "#api/paths.ts";

test("segment keeps an id in its place", () => {
  expect(segment("8c2c8e2e-2f0a")).toBe("8c2c8e2e-2f0a");
  expect(segment("a/b?c#d é")).toBe("a%2Fb%3Fc%23d%20%C3%A9");
});

test.each(["", ".", "..", "\ud800"])("segment refuses %j", (id) => {
  expect(() => segment(id)).toThrow(expect.objectContaining({ kind: "invalid" }));
});
