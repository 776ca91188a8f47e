import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const webview = fileURLToPath(new URL("../../../src/", import.meta.url));
const files = globSync("{ui,features/*/page}/**/*.{ts,tsx}", { cwd: webview });

/** Calls that also scroll what holds the panel. */
const scrollsAll = /\.scrollIntoView\(|\.focus\((?!\{ preventScroll: true \}\))|\bscrollTo\w*\(\{/g;

test("nothing in the panel scrolls its containers: reveal() and focusOn() replace such calls", () => {
  expect(files.length).toBeGreaterThan(100);
  const calls = files.flatMap((file) =>
    [...readFileSync(`${webview}${file}`, "utf8").matchAll(scrollsAll)].map(([call]) => `${file}: ${call}`),
  );
  expect(calls).toEqual([]);
});

test.each([
  ["item.scrollIntoView({ block: 'center' })", true],
  ["item.focus({ preventScroll: false })", true],
  ["item.focus({ preventScroll: true })", false],
])("%s is such a call: %s", (code, scrolls) => {
  expect([...code.matchAll(scrollsAll)]).toHaveLength(scrolls ? 1 : 0);
});
