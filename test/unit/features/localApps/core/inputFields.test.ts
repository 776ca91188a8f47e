import { expect, test } from "vitest";
import { askedFields, inputOf, inputWith } from "#features/localApps/core/inputFields.ts";

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

test("a person is asked for the needed fields without a default", () => {
  const properties = {
    text: { type: "string", description: "What to translate" },
    language: { type: "string", default: "German" },
    level: { enum: ["low", "high"] },
    count: { type: "integer" },
    maybe: { anyOf: [{ type: "number" }, { type: "null" }], description: "A share" },
    isQuick: { type: "boolean" },
    anything: { type: "Any" },
    note: { type: "string" },
  };
  const required = Object.keys(properties).filter((name) => name !== "note");
  expect(askedFields({ properties, required })).toEqual([
    { name: "text", description: "What to translate" },
    { name: "level", choices: ["low", "high"] },
    { name: "count", isNumber: true },
    { name: "maybe", description: "A share", isNumber: true },
    { name: "isQuick", choices: [true, false] },
    { name: "anything" },
  ]);
  expect(inputWith({ text: "Hello" }, { properties, required })).toEqual({ text: "Hello", language: "German" });
});

test.each([
  ["nothing is said of which are needed: all", undefined, ["text", "note"]],
  ["none is needed: none", [], []],
])("where %s are asked for", (_, required, names) => {
  const properties = { text: { type: "string" }, note: { type: "string" } };
  expect(askedFields({ properties, required })?.map(({ name }) => name)).toEqual(names);
});

test.each([undefined, null, {}, { properties: {} }])(
  "without fields (%j) they are asked for the usual one",
  (schema) => {
    expect(askedFields(schema)).toEqual([{ name: "input" }]);
    expect(inputWith({ input: "Hello" }, schema)).toEqual({ input: "Hello" });
  },
);

test.each([{ type: "list[files]" }, { type: "object" }, { type: "array" }, {}])(
  "a field of many lines (%j) needs a file",
  (shape) => {
    const properties = { text: { type: "string" }, shape };
    expect(askedFields({ properties, required: ["text", "shape"] })).toBeUndefined();
    expect(askedFields({ properties, required: ["text"] })).toEqual([{ name: "text" }]);
  },
);
