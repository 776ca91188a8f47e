import { readdir, rename, writeFile } from "node:fs/promises";
import { url as debuggerUrl } from "node:inspector";
import { join, sep } from "node:path";
import Mocha from "mocha";
import { patience } from "../support/patience.ts";

/** What the suite writes, as JSON, into the file named by the environment variable `DYNAMIQ_RUNS_RESULT`. */
export interface HostResult {
  /** `took` is in milliseconds, without hooks. */
  tests: { title: string; took?: number; error?: string }[];
}

/**
 * The entry that VS Code calls inside the extension host, under @vscode/test-electron and in the VS Code server alike.
 * Runs every `*.test.cjs` that the build put beside it, in the order of their names. Those of no folder come first: they
 * hold what a window does before it has a connection. With `DYNAMIQ_RUNS_TESTS` set, it runs only the tests whose full
 * title contains that text.
 */
export async function run(): Promise<void> {
  const resultFile = process.env["DYNAMIQ_RUNS_RESULT"];
  if (!resultFile) throw new Error("DYNAMIQ_RUNS_RESULT must name the file for the result.");
  const result: HostResult = { tests: [] };
  try {
    // The base of all reporters prints nothing: the runner outside prints the result.
    const wanted = process.env["DYNAMIQ_RUNS_TESTS"];
    // A test that stands at a breakpoint must not time out.
    const timeout = debuggerUrl() === undefined ? 5 * patience : 0;
    const mocha = new Mocha({
      ui: "bdd",
      timeout,
      reporter: Mocha.reporters.Base,
      fgrep: wanted || undefined,
    });
    const files = (await readdir(__dirname, { recursive: true }))
      .filter((name) => name.endsWith(".test.cjs"))
      .toSorted();
    const inFolders = new Set(files.filter((name) => name.includes(sep)));
    for (const file of [...files.filter((name) => !inFolders.has(name)), ...inFolders]) {
      mocha.addFile(join(__dirname, file));
    }
    await new Promise<void>((resolve) => {
      mocha
        .run(() => resolve())
        .on("pass", (test) => result.tests.push({ title: test.fullTitle(), took: test.duration }))
        .on("fail", (test, error: unknown) => result.tests.push({ title: test.fullTitle(), error: describe(error) }));
    });
  } catch (error) {
    result.tests.push({ title: "the suite itself", error: describe(error) });
  }
  // In one step, since the runner outside waits for the file to appear.
  await writeFile(`${resultFile}.part`, JSON.stringify(result), { flush: true });
  await rename(`${resultFile}.part`, resultFile);
  const failed = result.tests.filter((test) => test.error !== undefined).length;
  if (failed > 0 || result.tests.length === 0) throw new Error(`${failed} of ${result.tests.length} tests failed.`);
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
