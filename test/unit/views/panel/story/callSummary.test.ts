import { describe, expect, test } from "vitest";
import { callSummary } from "../../../../../src/views/panel/story/callSummary.ts";

describe("a summary", () => {
  test.each<[unknown, unknown, string]>([
    [{ a: 1, b: { c: "two", d: [true, "x"] } }, { duplicate: null }, "1, two, true, x"],
    [{ total: 129.9, paid: true, open: false }, { accepted: true }, "129.9, paid, open false → accepted"],
    ["The parcel", "We refund **€129.90** with `ord_1`", "The parcel → We refund €129.90 with ord_1"],
    [undefined, "plain\n  text", "plain text"],
    ["in", undefined, "in"],
    [{}, [], ""],
    [{ a: " ", b: null }, 0, "0"],
    [
      { look_for: "damage", photo: { content: "[left out: PNG image, 70 bytes]", size: 70, name: "photo-1.png" } },
      undefined,
      "damage, photo-1.png",
    ],
  ])("of %j and %j", (input, result, summary) => expect(callSummary(input, result)).toBe(summary));

  test("stays short whatever the value", () => {
    const wide = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, "y".repeat(1000)]));
    expect(callSummary(wide, wide).length).toBeLessThanOrEqual(2 * 100 + 3);
  });
});
