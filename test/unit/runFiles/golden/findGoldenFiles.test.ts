import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findGoldenFiles } from "../../../../src/runFiles/golden/findGoldenFiles.ts";
import { temporaryFolder } from "../../../harness/paths.ts";

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

const found = async (...places: string[]): Promise<string[]> =>
  (await findGoldenFiles(places, folder.path)).map(({ shown }) => shown);

test("golden files are found in all subfolders, but for hidden ones and node_modules", async () => {
  expect(await found()).toEqual(["a/deep/one.golden.json", "b.golden.json"]);
});

test("files and folders are taken once, in the order of their paths", async () => {
  await symlink(join(folder.path, "b.golden.json"), join(folder.path, "c.golden.json"));
  expect(await found("b.golden.json", ".", "a", "c.golden.json")).toEqual(["a/deep/one.golden.json", "b.golden.json"]);
  expect(await found(".hidden")).toEqual([".hidden/four.golden.json"]);
});

test.each([
  ["a/two.run.json", "a/two.run.json isn't a golden file: its name has to end with .golden.json."],
  ["a/.golden.json", "a/.golden.json has no golden file (*.golden.json)."],
  ["nowhere", "nowhere doesn't exist."],
])("%s is refused", async (place, message) => {
  await expect(found("b.golden.json", place)).rejects.toThrow(message);
});
