import fc from "fast-check";
import { expect, test } from "vitest";
import { isTextEvent } from "../../../../src/api/stream/isTextEvent.ts";
import { parseJson } from "../../../../src/base/json/parseJson.ts";
import { stringifyJson } from "../../../../src/base/json/stringifyJson.ts";
import { rawJson, rawNumber } from "../../../support/samples/rawJson.ts";

const isText = (text: string): boolean => isTextEvent(JSON.parse(text), text);
const delta = (iteration: string): string =>
  `{"id":"e","type":"agent.reasoning.delta","sequence":3,"timestamp":"t","data":{"object":"o","delta":"Why? ","iteration":${iteration}}}`;

test("a text with its iteration is recognized without reading the text; any other number is not", () => {
  for (const plain of ["0", "7", " 7", "123456789012345"]) expect(isText(delta(plain))).toBe(true);
  expect(isText('{"type":"t","data":{"delta":"1.0"}}')).toBe(true);
  for (const other of ["1.0", "-0", "1e3", "1234567890123456", "null", "[1.0]", '{"a":1.0}'])
    expect(isText(delta(other))).toBe(false);
  expect(isText('{"type":"t","data":{"a":1.0},"sequence":3}')).toBe(false);
  expect(isText('{"data":{"a":1.0,"b":7},"type":"t"}')).toBe(false);
  expect(isText('{"type":"t","data":{"a":"b"},"total":1.0}')).toBe(false);
});

test("it never accepts a number that was changed", () => {
  const field = fc.oneof(
    rawNumber.map((text) => ({ text })),
    fc.constant({ text: '"Why?"' }),
    rawJson(),
  );
  const fields = fc.uniqueArray(fc.tuple(fc.constantFrom("object", "delta", "iteration"), field), {
    selector: ([name]) => name,
  });
  fc.assert(
    fc.property(fields, fc.constantFrom("", " "), fc.option(rawNumber, { nil: undefined }), (all, gap, extra) => {
      const data = all.map(([name, { text }]) => `"${name}":${gap}${text}`).join(",");
      const text = `{"type":"t","sequence":3,"data":{${data}}${extra === undefined ? "" : `,"extra":${extra}`}}`;
      if (isText(text)) expect(JSON.stringify(JSON.parse(text))).toBe(stringifyJson(parseJson(text)));
    }),
    { numRuns: 5_000 },
  );
});
