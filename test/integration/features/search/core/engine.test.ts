import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const script = join(import.meta.dirname, "support/tryIndex.ts");

function tried(...options: string[]): { stdout: string; stderr: string } {
  const { stdout, stderr } = spawnSync(process.execPath, [...options, script], { encoding: "utf8" });
  return { stdout: stdout.trim(), stderr };
}

test("the database is used without a warning, and the process ends by itself", () => {
  expect(tried()).toEqual({ stdout: '["a"]', stderr: "" });
});

test("without SQLite there is a sentence that says so, and no crash", () => {
  const reason =
    `Search needs SQLite with full-text search, but Node ${process.versions.node} was built without SQLite. ` +
    "Update VS Code to search runs.";
  expect(tried("--no-experimental-sqlite")).toEqual({ stdout: `NoIndexError: ${reason} | ${reason}`, stderr: "" });
});
