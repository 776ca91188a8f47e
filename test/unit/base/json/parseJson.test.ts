import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJson } from "#base/json/parseJson.ts";

const nested = (levels: number, inside = ""): string => "[".repeat(levels) + inside + "]".repeat(levels);

/** How many lists lie in each other, and what is in the last one. */
function dig(value: unknown): { levels: number; inside: unknown } {
  let [levels, inside] = [0, value];
  for (; Array.isArray(inside); levels++) [inside] = inside as unknown[];
  return { levels, inside };
}

describe("parseJson", () => {
  test.each([1, 499, 500])("%i levels are parsed", (levels) => {
    expect(dig(parseJson(nested(levels, '"in"')))).toEqual({ levels, inside: "in" });
  });

  test.each([501, 5_000, 1_000_000])(
    "of %i levels, values that are too deep stay text, and nothing is lost",
    (levels) => {
      const { levels: kept, inside } = dig(parseJson(nested(levels, '"in [\\" {"')));
      expect(kept).toBe(500);
      expect(inside).toBe(nested(levels - 500, '"in [\\" {"'));
      expect(JSON.stringify(parseJson(nested(levels)))).toHaveLength(levels * 2 + 2);
    },
  );

  test("is JSON.parse for everything else, errors included", () => {
    const json = fc.json({ maxDepth: 8 }).map((text) => text.padEnd(1_200, " "));
    const broken = fc.string({ unit: fc.constantFrom('"', "\\", "[", "]", "{", "}", ",", ":", "1"), maxLength: 40 });
    fc.assert(
      fc.property(
        fc.oneof(
          json,
          broken.map((text) => text.padEnd(1_200, " ")),
        ),
        (text) => {
          expect(outcomeOf(() => parseJson(text))).toEqual(outcomeOf(() => JSON.parse(text) as unknown));
        },
      ),
      { numRuns: 10_000 },
    );
  });
});

function outcomeOf(run: () => unknown): unknown {
  try {
    return { value: run() };
  } catch (error) {
    return String(error);
  }
}
