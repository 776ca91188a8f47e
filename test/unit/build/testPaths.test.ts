import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { misplacedTests } from "../../../.ci/build/testPaths.ts";
import { temporaryFolder } from "../../harness/paths.ts";

test("a test lies at the path of a source file or folder, with one aspect at most", async () => {
  const { path: root, remove } = await temporaryFolder();
  onTestFinished(remove);
  const files = [
    ...["src/runs/runStore.ts", "src/features/panel/page/Panel.tsx", ".ci/build/undici.mjs"],
    ...["runs", "runs/runStore", "runs/runStore.paging", "build/undici", "build.words"].map(
      (path) => `test/unit/${path}`,
    ),
    ...["runs/paging", "runs/runStore.paging.slow", "panel/Panel"].map((path) => `test/unit/${path}`),
    ...["features/panel/page/Panel.seen", "features/panel/page/Header"].map((path) => `test/webview/${path}`),
    ...["test/e2e/window/welcome", "test/unit/runs/fakeApi.ts"],
  ].map((path) => join(root, /\.(ts|tsx|mjs)$/.test(path) ? path : `${path}.test.ts`));
  for (const file of files) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, "");
  }
  expect(misplacedTests(root)).toEqual([
    "test/unit/panel/Panel.test.ts: src/panel/Panel is no file or folder",
    "test/unit/runs/paging.test.ts: src/runs/paging is no file or folder",
    "test/unit/runs/runStore.paging.slow.test.ts: src/runs/runStore.paging is no file or folder",
    "test/webview/features/panel/page/Header.test.ts: src/features/panel/page/Header is no file or folder",
  ]);
});
