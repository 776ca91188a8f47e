import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../../..");
const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "src", "test", "build"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => /\.(tsx?|mjs)$/.test(file) && existsSync(join(root, file)));

/** Windows and macOS take two names that differ in case alone for one. */
test("no two files of a folder differ in case alone", () => {
  const lower = files.map((file) => file.toLowerCase());
  expect(lower.filter((file, index) => lower.indexOf(file) !== index)).toEqual([]);
});
