import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findGoldenFiles } from "#features/golden/core/file/findGoldenFiles.ts";
import { temporaryFolder } from "../../../../../harness/paths.ts";
import { makeUnreadable } from "../../../../../support/unreadableFolder.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeEach(async () => {
  folder = await temporaryFolder();
  for (const name of [
    "b.golden.json",
    "a/deep/one.golden.json",
    "a/two.run.json",
    "node_modules/x/three.golden.json",
    ".hidden/four.golden.json",
    "a/.golden.json/five.txt",
  ]) {
    await mkdir(dirname(join(folder.path, name)), { recursive: true });
    await writeFile(join(folder.path, name), "{}");
  }
});

afterEach(() => folder.remove());

const found = async (...paths: string[]): Promise<string[]> =>
  (await findGoldenFiles(paths, folder.path)).files.map(({ shown }) => shown);

test("golden files are found in all subfolders, but for hidden ones and node_modules", async () => {
  expect(await found()).toEqual(["a/deep/one.golden.json", "b.golden.json"]);
});

test.runIf(process.platform === "linux")("a folder that can't be read hides no other, and is named", async () => {
  const release = await makeUnreadable(join(folder.path, "a"), "closed");
  try {
    const { files, unreadable } = await findGoldenFiles([], folder.path);
    expect(files.map(({ shown }) => shown)).toEqual(["a/deep/one.golden.json", "b.golden.json"]);
    expect(unreadable).toEqual([expect.stringMatching(/^a\/closed\/f+\/.* can't be read \(ENAMETOOLONG\)\.$/)]);
    const none: unknown = await findGoldenFiles(["a/closed"], folder.path).catch((error: unknown) => error);
    expect(none).toMatchObject({ isUnreadable: true });
    expect(String(none)).toMatch(/a\/closed has no golden file \(\*\.golden\.json\)\. a\/closed\/f+\/.* can't be read/);
  } finally {
    await release();
  }
});

test.each([
  ["a/two.run.json", "a/two.run.json isn't a golden file: its name has to end with .golden.json."],
  ["a/.golden.json", "a/.golden.json has no golden file (*.golden.json)."],
])("%s is refused", async (path, message) => {
  await expect(found("b.golden.json", path)).rejects.toThrow(message);
});
