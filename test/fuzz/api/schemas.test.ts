import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type * as z from "zod";
import { checked } from "../../../src/api/checked.ts";
import * as schemas from "../../../src/api/schemas.ts";
import { cases } from "../../support/cases.ts";
import { event, inputRequest, json, nearly, pagination, run } from "../arbitraries.ts";

const page = <T>(item: fc.Arbitrary<T>) =>
  fc.record({ data: fc.array(item, { maxLength: 2 }), pagination, new_field: json });
const file = fc.record({
  id: fc.string(),
  name: fc.string(),
  size: fc.double({ noNaN: true, noDefaultInfinity: true }),
  mime_type: fc.option(fc.string()),
  new_field: json,
});

const requirement = fc.record({
  id: fc.string(),
  type: fc.option(fc.string()),
  name: fc.option(fc.string()),
  form: fc.option(fc.record({ title: fc.option(fc.string()), description: fc.option(fc.string()), new_field: json })),
  spec: json,
  new_field: json,
});

const all: [string, z.ZodType, fc.Arbitrary<unknown>][] = [
  ["an input request", schemas.inputRequestSchema, inputRequest],
  ["a run", schemas.runSchema, run],
  ["an event", schemas.runEventSchema, event],
  ["the answer with a run", schemas.runResponseSchema, fc.record({ data: run, new_field: json })],
  ["a page of runs", schemas.runPageSchema, page(run)],
  ["a page of whatever", schemas.pageSchema, page(json)],
  ["a page of events", schemas.eventPageSchema, page(event)],
  ["an uploaded file", schemas.fileResponseSchema, fc.record({ data: file, new_field: json })],
  ["a message", schemas.messageResponseSchema, fc.record({ message: fc.string(), new_field: json })],
  [
    "what a user still has to connect",
    schemas.requirementStatusSchema,
    fc.record({
      status: fc.option(fc.string()),
      unsatisfied: fc.array(requirement, { maxLength: 2 }),
      new_field: json,
    }),
  ],
  [
    "what an app needs of each user",
    schemas.requirementListSchema,
    fc.oneof(
      fc.array(json, { maxLength: 2 }),
      fc.record({ data: fc.array(json, { maxLength: 2 }) }),
      fc.record({ requirements: fc.array(json, { maxLength: 2 }) }),
    ),
  ],
  [
    "a token for the Connect Page",
    schemas.connectTokenSchema,
    fc.record({ token: fc.string(), url: fc.string(), expires_at: fc.option(fc.string()), new_field: json }),
  ],
  [
    "an error",
    schemas.errorResponseSchema,
    fc.record({
      error: fc.record({
        code: fc.option(fc.string()),
        message: fc.option(fc.string()),
        details: json,
        new_field: json,
      }),
    }),
  ],
];

test("no schema is left out", () => {
  expect(all.map(([, schema]) => schema)).toEqual(Object.values(schemas));
});

describe.each(all)("%s", (_name, schema, valid) => {
  test("nearly valid values, and any others, are accepted completely or refused with their place", () => {
    fc.assert(
      fc.property(fc.oneof(nearly(valid), json), (value) => {
        const result = checked(schema, structuredClone(value));
        if ("value" in result) expect(result.value).toEqual(value);
        else expect(result.problem).toMatch(/^.+: ./s);
      }),
      cases(),
    );
  });
});
