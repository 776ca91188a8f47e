import { expect, test } from "vitest";
import { readRunFile } from "../../../src/runFiles/runFile.ts";

const repeat = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, n) => line(n)).join(",\n");

// Each took from ten seconds to a minute, after every key press in the file.
test.each<[string, string, number]>([
  ["a mistake in each of 40,000 lines", `{\n${",\n".repeat(40_000)}`, 80_002],
  ["the same key 50,000 times", `{\n${repeat(50_000, (n) => `"k": ${n}`)}\n}`, 49_999],
  ["50,000 unknown keys", `{"input": {},\n${repeat(50_000, (n) => `"k${n}": ${n}`)}\n}`, 50_000],
  ["50,000 unknown variables in one text", `{"a": "${"${x}".repeat(50_000)}"}`, 50_000],
  ["an unknown variable in each of 30,000 lines", `{${repeat(30_000, (n) => `"k${n}": "\${x}"`)}}`, 30_000],
])("a file with %s is read without delay", (_what, text, problems) => {
  const reading = readRunFile(text, "a.run.json");
  expect(reading.problems).toHaveLength(problems);
  const last = reading.problems.at(-1);
  expect(text.split("\n")[(last?.line ?? 0) - 1]?.length).toBeGreaterThanOrEqual((last?.column ?? 0) - 1);
});

test("a problem never extends beyond the file", () => {
  const [problem] = readRunFile("/* \r\n", "a.run.json").problems;
  expect((problem?.offset ?? 0) + (problem?.length ?? 0)).toBeLessThanOrEqual(5);
});

test("an escape before a variable does not move its place", () => {
  const text = String.raw`{"a": "\u00e9\n ${"${x}"} and ${"${y}"}"}`;
  const places = readRunFile(text, "a.run.json").problems.map(({ offset, length }) =>
    text.slice(offset, offset + length),
  );
  expect(places).toEqual(["${x}", "${y}"]);
});
