import { expect, test } from "vitest";
import { checked } from "#api/checked.ts";
import { runEventSchema, runSchema } from "#api/schemas.ts";
import { ExactNumber } from "#base/json/exactNumber.ts";
import { parseJson } from "#base/json/parseJson.ts";

test("a valid value is returned itself, with its other fields", () => {
  const value: unknown = JSON.parse('{"id":"a","status":"new","__proto__":{"kept":1},"constructor":2}');
  const result = checked(runSchema, value);
  expect("value" in result && JSON.stringify(result.value)).toBe(JSON.stringify(value));
});

test("numbers that the schema knows may have any notation; one that no double can hold is wrong", () => {
  const event = (sequence: string): unknown =>
    parseJson(`{"type":"run.data","sequence":${sequence},"data":{"total":1.0}}`);
  const result = checked(runEventSchema, event("3.0"));
  expect(result).toEqual({ value: { type: "run.data", sequence: 3, data: { total: new ExactNumber("1.0") } } });
  for (const wrong of ["12345678901234567890", "1.5", "NaN"])
    expect(checked(runEventSchema, event(wrong))).toHaveProperty("problem");
});
