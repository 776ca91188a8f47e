import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExactNumber, numberFrom, numberKey } from "#base/json/exactNumber.ts";
import { parseJson, parseOwnJson } from "#base/json/parseJson.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { rawJson } from "../../../support/samples/rawJson.ts";

const exact =
  "12345678901234567890 9007199254740993 -0 -0.0 0.0 1.0 1.50 1e3 1E3 1e+3 1e400 -1e-400 1e-05 0.12345678901234567890 0.0000001 123456789012345678901234567890e-5".split(
    " ",
  );
const plain = "0 -1 1 0.5 -0.5 123456789012345 9007199254740991 0.1 1e+21 1e-7 0.30000000000000004 0.000001".split(" ");
const noJson = ["NaN", "Infinity", "-Infinity"];
const places = [
  (value: string) => value,
  (value: string) => `[${value}]`,
  (value: string) => `{"a": ${value}}`,
  (value: string) => `{"a":[1,\n${value} , "b"],"__proto__":${value}}`,
];

describe("exact numbers", () => {
  test.each(exact)("%s keeps its text", (number) => {
    expect(parseJson(number)).toEqual(new ExactNumber(number));
    for (const place of places)
      expect(stringifyJson(parseJson(place(number)))).toBe(place(number).replaceAll(/\s/g, ""));
    // Also where the text is so long that it is read in another way, and where JSON.stringify alone writes it.
    const long = `["${"x".repeat(2_000)}",${number}]`;
    expect(JSON.stringify(parseJson(long))).toBe(long);
  });

  test.each(plain)("%s stays a plain number", (number) => {
    for (const place of places) expect(parseJson(place(number))).toEqual(JSON.parse(place(number)));
    const long = `["${"x".repeat(2_000)}",${number}]`;
    expect(parseJson(long)).toEqual(JSON.parse(long));
  });

  test.each(noJson)("%s is read and written as Python does; JSON.stringify writes null", (word) => {
    for (const place of places) {
      const value = parseJson(place(word));
      expect(stringifyJson(value)).toBe(place(word).replaceAll(/\s/g, ""));
      expect(JSON.stringify(value)).toBe(place("null").replaceAll(/\s/g, ""));
    }
    expect(stringifyJson(["NaN", parseJson(word)], 2)).toBe(`[\n  "NaN",\n  ${word}\n]`);
  });

  test.each([
    ...["[NaN", "-NaN", "[nan]", "+1", "01", "1.", ".5", "[1.0 2]", "[1e3,]", "Infinit", "--Infinity", "[-Inf]"],
    ...['{"a":1.0,}', "{1.0:2}"],
  ])("%s is no JSON, and the error quotes the original text", (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
    let message = "";
    try {
      JSON.parse(text);
    } catch (error) {
      message = String(error);
    }
    expect(() => parseJson(text)).toThrow(message.replace("SyntaxError: ", ""));
  });

  test("a value that is too deep keeps its numbers in its text", () => {
    const text = `${"[".repeat(501)}1.0${"]".repeat(501)}`;
    expect(stringifyJson(parseJson(text))).toBe(`${"[".repeat(500)}"[1.0]"${"]".repeat(500)}`);
    expect(stringifyJson(parseOwnJson(text))).toBe(text);
  });

  test("of any JSON, every number keeps its text and everything else its value", () => {
    fc.assert(
      fc.property(rawJson({ withNaN: true }), ({ text, written }) => {
        const value = parseJson(text);
        expect(stringifyJson(value)).toBe(written);
        expect(stringifyJson(parseOwnJson(written))).toBe(written);
      }),
      { numRuns: 5_000 },
    );
  });
});

test("a number whose exponent has a million digits has a key, its own", () => {
  const exponent = "7".repeat(1_000_000);
  const keys = [`1e${exponent}`, `1e-${exponent}`, `1e${exponent}7`, `2e${exponent}`].map((each) =>
    numberKey(new ExactNumber(each)),
  );
  expect(new Set(keys).size).toBe(4);
  expect(numberKey(new ExactNumber(`1.0e+0${exponent}`))).toBe(numberKey(new ExactNumber(`1.0E${exponent}`)));
});

test("all notations of one number have one key", () => {
  for (const same of [
    ["1", "1.0", "10e-1", "0.1E1", "100e-02"],
    ["0", "-0", "0.0", "0e5"],
    ["1e400", "10e399", "0.1e401"],
    ["-12345678901234567890", "-1234567890123456789e1"],
    ["0.0000001", "1e-7"],
    ["1e-0", "1e+00", "1"],
  ]) {
    expect(new Set(same.map((text) => numberKey(numberFrom(text)))).size).toBe(1);
  }
  expect(numberKey(numberFrom("12345678901234567890"))).not.toBe(numberKey(12345678901234567000));
});
