import { existsSync, globSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * Where the tests of a suite have the paths of their sources. Paths in `test/e2e` are free: a test there is the path of
 * a person.
 */
const sources: Readonly<Record<string, string>> = {
  unit: "src",
  integration: "src",
  fuzz: "src",
  webview: "src",
  host: "src",
};

const endings = ["", ".ts", ".tsx", ".mjs"];

/**
 * The tests that don't lie at the path of what they test, each with what is missing. Without `.test.ts` and one aspect
 * (`runStore.paging`), the path of a test in its suite is a file or folder of `src`, or of `.ci/build` for `build`.
 */
export function misplacedTests(root: string): string[] {
  return Object.entries(sources).flatMap(([suite, source]) =>
    globSync("**/*.test.ts", { cwd: join(root, "test", suite) })
      .toSorted()
      .map((file) => file.replaceAll("\\", "/").replace(/\.test\.ts$/, ""))
      .filter((path) => ![path, withoutAspect(path)].some((tested) => isSource(root, placeOf(source, tested))))
      .map((path) => {
        const tested = placeOf(source, withoutAspect(path));
        return `test/${suite}/${path}.test.ts: ${tested} is no file or folder`;
      }),
  );
}

const withoutAspect = (path: string): string => path.replace(/\.\w+$/, "");

const placeOf = (source: string, path: string): string => `${/^build\b/.test(path) ? ".ci" : source}/${path}`;

const isSource = (root: string, place: string): boolean =>
  endings.some((ending) => existsSync(join(root, place + ending)));

if (import.meta.main) {
  const misplaced = misplacedTests(resolve(import.meta.dirname, "../.."));
  if (misplaced.length > 0) {
    console.error(`${misplaced.join("\n")}\n\nMove each to the path of what it tests, or name the file first and
then the aspect: test/unit/runs/store/runStore.paging.test.ts is a test of src/runs/store/runStore.ts.`);
    process.exitCode = 1;
  }
}
