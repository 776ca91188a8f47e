import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { claimBatch } from "#features/batches/core/batchClaim.ts";
import { loadSqlite } from "#storage/loadSqlite.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "batch-"));
});

afterEach(() => rm(folder, { recursive: true }));

test("one claim at a time, until it is given back", () => {
  const claim = claimBatch(folder);
  expect(claim).toBeDefined();
  expect(claimBatch(folder)).toBeUndefined();
  claim?.dispose();
  // The window closes, and so does its batch.
  claim?.dispose();
  const next = claimBatch(folder);
  expect(next).toBeDefined();
  next?.dispose();
});

test("of two windows that claim at the same time one has the claim", () => {
  claimBatch(folder)?.dispose();
  // As far as the other one is when both have begun.
  const other = new (loadSqlite().DatabaseSync)(join(folder, "owner"));
  other.exec("BEGIN; SELECT * FROM sqlite_schema");
  const claim = claimBatch(folder);
  expect(claim).toBeDefined();
  claim?.dispose();
  other.close();
});

test("a window that has slept for long keeps its claim", async () => {
  const claim = claimBatch(folder);
  for (const name of await readdir(folder)) await utimes(join(folder, name), new Date(0), new Date(0));
  expect(claimBatch(folder)).toBeUndefined();
  claim?.dispose();
});

test("another process has the claim as long as it lives, however it ends", async () => {
  const module = new URL("../../../../../src/features/batches/core/batchClaim.ts", import.meta.url);
  const script = `import { claimBatch } from ${JSON.stringify(module)};
    globalThis.claim = claimBatch(${JSON.stringify(folder)});
    console.log(claim ? "claimed" : "not claimed");
    setInterval(() => undefined, 1000);`;
  const other = spawn(process.execPath, ["--input-type=module", "--eval", script]);
  const ended = once(other, "exit");
  try {
    const [said] = (await once(other.stdout, "data")) as [Buffer];
    expect(said.toString()).toBe("claimed\n");
    expect(claimBatch(folder)).toBeUndefined();
  } finally {
    other.kill("SIGKILL");
    await ended;
  }
  const claim = claimBatch(folder);
  expect(claim).toBeDefined();
  claim?.dispose();
});
