import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { extensionFolder } from "../../harness/paths.ts";

const full = "/dev/full";

test.skipIf(!existsSync(full))("results that can't be written to stdout are told in a sentence, and end with 1", () => {
  const stdout = openSync(full, "w");
  try {
    const args = [join(extensionFolder, "dist/cli.cjs"), "--version"];
    const { status, stderr } = spawnSync(process.execPath, args, {
      stdio: ["ignore", stdout, "pipe"],
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([1, "The results can't be written (ENOSPC).\n"]);
  } finally {
    closeSync(stdout);
  }
});
