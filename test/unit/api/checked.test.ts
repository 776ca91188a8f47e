import { expect, test } from "vitest";
import { checked } from "../../../src/api/checked.ts";
import { runSchema } from "../../../src/api/schemas.ts";

test("what is as it should be is given itself, with whatever else is in it", () => {
  const value: unknown = JSON.parse('{"id":"a","status":"new","__proto__":{"kept":1},"constructor":2}');
  const result = checked(runSchema, value);
  expect("value" in result && JSON.stringify(result.value)).toBe(JSON.stringify(value));
});

test("what is not is told by its place", () => {
  expect(checked(runSchema, { id: "a" })).toEqual({ problem: "status: expected string, received undefined" });
  expect(checked(runSchema, 7)).toEqual({ problem: "(root): expected object, received number" });
});
