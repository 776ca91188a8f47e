import { expect, test } from "vitest";
import { layOut } from "#features/golden/core/derive/layOut.ts";

test("a value breaks into lines where it doesn't fit into one", () => {
  const value = { amount: 480, notes: ["a".repeat(100), {}] };
  const lines = ["{", '  "amount": 480,', '  "notes": [', `    "${"a".repeat(100)}",`, "    {}", "  ]", "}"];
  expect(layOut(value)).toBe(lines.join("\n"));
  expect(layOut({ amount: 480, notes: [1, []] })).toBe('{ "amount": 480, "notes": [1, []] }');
});

test("the end of a long value isn't read again for each level above it", () => {
  let reads = 0;
  const end = {
    get last() {
      reads += 1;
      return "the end";
    },
  };
  let value: object = end;
  for (let level = 0; level < 60; level++) value = { text: "a".repeat(100), value };
  expect(layOut(value)).toContain("the end");
  expect(reads).toBeLessThan(5);
});
