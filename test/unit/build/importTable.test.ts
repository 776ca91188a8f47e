import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { importRows } from "../../../.ci/build/importTable.ts";

const root = resolve(import.meta.dirname, "../../..");
const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "src", "test", "build"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => /\.(tsx?|mjs)$/.test(file) && existsSync(join(root, file)));
const linesOf = (file: string): string[] => readFileSync(join(root, file), "utf8").trimEnd().split("\n");

test("the documents and the lint rule have the same import table", () => {
  const lines = ["ARCHITECTURE.md", "docs/development.md"].flatMap(linesOf);
  const table = lines.flatMap((line) => {
    const [, folder, , may] = /^\| `(src\/[\w/]+)` \| (.+) \| (.+) \|$/.exec(line) ?? [];
    return folder === undefined || may === undefined ? [] : [[folder, may]];
  });
  expect(table).toEqual(importRows());
});

/** Windows and macOS take two names that differ in case alone for one. */
test("no two files of a folder differ in case alone", () => {
  const lower = files.map((file) => file.toLowerCase());
  expect(lower.filter((file, index) => lower.indexOf(file) !== index)).toEqual([]);
});
