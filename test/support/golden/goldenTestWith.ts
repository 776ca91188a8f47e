import { parseGoldenFile } from "#features/golden/core/file/goldenFile.ts";
import type { GoldenTest } from "#features/golden/core/file/goldenTypes.ts";

/** A golden test with these checks, one a line from the second line on. @param more further keys of the test */
export function goldenTestWith(checks: readonly object[], more: object = {}): GoldenTest {
  const rest = JSON.stringify({ name: "a test", request: { input: {} }, ...more }).slice(0, -1);
  const text = `${rest}, "checks": [\n${checks.map((check) => JSON.stringify(check)).join(",\n")}\n]}`;
  return onlyTest(text);
}

/** The one test of a file that has no problems. */
function onlyTest(text: string): GoldenTest {
  const { tests, problems } = parseGoldenFile(text, "test.golden.json");
  const [first] = tests;
  if (!first || tests.length > 1 || problems.length > 0) {
    throw new Error(`This is no golden file with one test: ${JSON.stringify(problems)}\n${text}`);
  }
  return first;
}
