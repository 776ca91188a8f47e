import { expect, test } from "vitest";
import { inputOf } from "#features/localApps/core/inputFields.ts";

test("an input has the fields of the schema, each with its default or an empty value", () => {
  const properties = {
    text: { type: "string" },
    language: { type: "string", default: "German" },
    nothing: { anyOf: [{ type: "string" }, { type: "null" }], default: null },
    maybe: { anyOf: [{ type: "integer" }, { type: "null" }] },
    level: { enum: ["low", "high"] },
    count: { type: "integer" },
    ratio: { type: "number" },
    isQuick: { type: "boolean" },
    tags: { type: "array" },
    free: { type: "object" },
    customer: { type: "object", properties: { id: { type: "string" } } },
    unknown: {},
  };
  expect(inputOf({ type: "object", properties })).toEqual({
    text: "",
    language: "German",
    nothing: null,
    maybe: 0,
    level: "low",
    count: 0,
    ratio: 0,
    isQuick: false,
    tags: [],
    free: {},
    customer: { id: "" },
    unknown: "",
  });
});

test.each([undefined, null, {}, { properties: {} }])("without fields (%j) it has the usual one", (schema) => {
  expect(inputOf(schema)).toEqual({ input: "" });
});
