import { createHash } from "node:crypto";
import { appendFile, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { FileSource } from "#api/contract.ts";
import { fileFromPath } from "#api/upload/fileSource.ts";
import { ContentHashes } from "#runFiles/attachments/contentHash.ts";

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dynamiq-runs-hashes-"));
  path = join(folder, "data.bin");
  await writeFile(path, "content");
});

afterEach(() => rm(folder, { recursive: true }));

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Counts how often a file is read. */
function counted(file: FileSource, reads: { count: number }): FileSource {
  const open = (): AsyncIterable<Uint8Array> => {
    reads.count++;
    return file.open();
  };
  return { ...file, open };
}

test("a file is read once while it doesn't change", async () => {
  const hashes = new ContentHashes();
  const reads = { count: 0 };
  for (let i = 0; i < 3; i++) expect(await hashes.of(counted(await fileFromPath(path), reads))).toBe(sha256("content"));
  expect(reads.count).toBe(1);
  await appendFile(path, "!");
  expect(await hashes.of(counted(await fileFromPath(path), reads))).toBe(sha256("content!"));
  // Another content of the same length, with the old time put back.
  await writeFile(path, "CONTENT!");
  await utimes(path, new Date(0), new Date(0));
  expect(await hashes.of(counted(await fileFromPath(path), reads))).toBe(sha256("CONTENT!"));
  expect(reads.count).toBe(3);
});

test("a file that was hashed while it was sent is not read again", async () => {
  const hashes = new ContentHashes();
  const reads = { count: 0 };
  const sending = hashes.whileSent(counted(await fileFromPath(path), reads));
  expect(sending.read()).toBeUndefined();
  for await (const _ of sending.file.open()) expect(sending.read()).toBeUndefined();
  expect(sending.read()).toBe(sha256("content"));
  expect(await hashes.of(counted(await fileFromPath(path), reads))).toBe(sha256("content"));
  expect(reads.count).toBe(1);
});
