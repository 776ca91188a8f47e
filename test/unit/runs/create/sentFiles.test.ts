import { appendFile, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fileFromPath } from "#api/upload/fileSource.ts";
import { attachmentsOf } from "#runs/create/sentFiles.ts";
import type { SentFile } from "#runs/create/startedRuns.ts";

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "sent-files-"))));
afterEach(() => rm(folder, { recursive: true }));

async function sent(name: string): Promise<SentFile> {
  const path = join(folder, name);
  await writeFile(path, "as it was sent");
  const { size, version } = await fileFromPath(path);
  return { name, size, path, version: version! };
}

test("a file that a run was started with can be opened only while it is the one that was sent", async () => {
  const [same, changed] = [await sent("a.txt"), await sent("b.txt")];
  const [gone, replaced] = [await sent("c.txt"), await sent("d")];
  await appendFile(changed.path!, ", and more");
  await rm(gone.path!);
  // Written while the first one is there: after it, the disk may give it the same number in the same tick of its clock.
  await writeFile(join(folder, "new"), "as it was sent");
  await rename(join(folder, "new"), replaced.path!);
  const memory = { name: "made.json", size: 3 };
  const attached = [same, changed, gone, replaced, memory];
  const fileIds = ["3f2a91c0-1111-4222-8333-444455556666"];
  expect(await attachmentsOf({ attached, fileIds }, () => undefined)).toEqual([
    { name: "a.txt", size: 14, path: same.path, state: "same" },
    { name: "b.txt", size: 14, state: "changed" },
    { name: "c.txt", size: 14, state: "gone" },
    { name: "d", size: 14, state: "changed" },
    { name: "made.json", size: 3, state: "elsewhere" },
    { name: "File 3f2a91c0", state: "upload" },
  ]);
});
