import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type WrittenOutputs, writeOutput } from "#runFiles/outputs/savedOutputs.ts";

let folder: string;
let written: WrittenOutputs;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "outputs-"));
  const digests = new Map<string, string>();
  written = { digestOf: (path) => digests.get(path), remember: async (path, digest) => void digests.set(path, digest) };
});
afterEach(() => rm(folder, { recursive: true }));

const read = (name: string): Promise<string> => readFile(join(folder, name), "utf8");

test("others' files are never overwritten: the output goes beside them", async () => {
  const path = join(folder, "answer.json");
  await writeFile(path, "mine");
  await writeFile(join(folder, "answer-2.json"), "mine, too");
  expect(await writeOutput(path, 1, written)).toBe(join(folder, "answer-3.json"));
  expect(await writeOutput(path, 2, written)).toBe(join(folder, "answer-4.json"));
  expect([await read("answer.json"), await read("answer-2.json"), await read("answer-3.json")]).toEqual([
    "mine",
    "mine, too",
    "1\n",
  ]);
});

test("nor is an output that was edited since, even when it is edited back later", async () => {
  const path = join(folder, "answer.txt");
  await writeOutput(path, "one", written);
  await writeFile(path, "one, edited");
  expect(await writeOutput(path, "two", written)).toBe(join(folder, "answer-2.txt"));
  expect(await read("answer.txt")).toBe("one, edited");
  await writeFile(path, "one");
  expect(await writeOutput(path, "three", written)).toBe(path);
});

test("a folder and a link without a target block it like a file", async () => {
  await writeOutput(join(folder, "answer/a.txt"), "a", written);
  expect(await writeOutput(join(folder, "answer"), "b", written)).toBe(join(folder, "answer-2"));
  await symlink(join(folder, "elsewhere"), join(folder, "link.txt"));
  expect(await writeOutput(join(folder, "link.txt"), "c", written)).toBe(join(folder, "link-2.txt"));
  expect(await readdir(folder)).not.toContain("elsewhere");
});

test("a folder that became a link after the run was started gets nothing", async () => {
  const path = join(folder, "out/answer.json");
  await mkdir(join(folder, "elsewhere"));
  await symlink(join(folder, "elsewhere"), join(folder, "out"));
  await expect(writeOutput(path, 1, written)).rejects.toThrow("the folder out is now behind a symbolic link");
  await rm(join(folder, "out"));
  await writeOutput(path, 1, written);
  await rename(join(folder, "out"), join(folder, "elsewhere/out"));
  await symlink(join(folder, "elsewhere/out"), join(folder, "out"));
  await expect(writeOutput(path, 2, written)).rejects.toThrow("symbolic link");
  expect(await readdir(join(folder, "elsewhere"))).toEqual(["out"]);
  expect(await read("elsewhere/out/answer.json")).toBe("1\n");
});

test("a link in place of an output isn't followed, even to a saved output", async () => {
  const path = join(folder, "answer.json");
  await writeOutput(path, 1, written);
  await rename(path, join(folder, "moved.json"));
  await symlink(join(folder, "moved.json"), path);
  expect(await writeOutput(path, 2, written)).toBe(join(folder, "answer-2.json"));
  expect(await read("moved.json")).toBe("1\n");
});
