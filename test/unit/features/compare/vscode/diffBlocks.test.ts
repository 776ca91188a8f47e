import { expect, test } from "vitest";
import type { DiffLine } from "#features/compare/page/compareViews.ts";
import { diffBlocks } from "#features/compare/vscode/diffBlocks.ts";

/** Lines as text: what differs with a sign and its marked pieces in brackets. */
function shown(lines: readonly DiffLine[] = []): string[] {
  return lines.map((line) => {
    if ("skipped" in line) return `${line.skipped} equal`;
    const text = line.pieces.map(([piece, differs]) => (differs ? `[${piece}]` : piece)).join("");
    return `${line.differs ? "±" : " "} ${text}`;
  });
}

test("times and ids in JSON that differ between any two runs aren't marked", () => {
  const { a, b } = diffBlocks(
    "Result",
    { amount: 480, created_at: 1_764_000_000, currency: "USD" },
    { amount: 620, created_at: 1_764_000_777, currency: "USD" },
  );
  expect(shown(a?.lines)).toEqual([
    "  {",
    '±   "amount": [480],',
    '    "created_at": 1764000000,',
    '    "currency": "USD"',
    "  }",
  ]);
  expect(shown(b?.lines)[1]).toBe('±   "amount": [620],');
});
