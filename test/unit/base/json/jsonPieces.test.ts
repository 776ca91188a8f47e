import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonPieces, textPieces, textWindow } from "../../../../src/base/json/jsonPieces.ts";
import { stringifyJson } from "../../../../src/base/json/stringifyJson.ts";

test("the pieces of a value are its JSON, with and without indentation", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
      expect(Array.from(jsonPieces(value, indent)).join("")).toBe(stringifyJson(value, indent));
    }),
  );
});

test("a long text comes in short pieces that cut no pair of surrogates", () => {
  const text = `${"a".repeat(8_191)}😀${"\n".repeat(20_000)}`;
  const pieces = Array.from(jsonPieces(text));
  expect(pieces.join("")).toBe(JSON.stringify(text));
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(20_000);
});

test("a window is the same part of the text as a slice of it", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(60), fc.nat(60), (value, from, most) => {
      const whole = Array.from(textPieces(value, 2)).join("");
      expect(textWindow(textPieces(value, 2), from, most)).toEqual({
        text: whole.slice(from, from + most),
        length: whole.length,
      });
    }),
  );
});
