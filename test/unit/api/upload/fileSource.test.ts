import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fileFromPath, mimeTypeOf } from "#api/upload/fileSource.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dynamiq-runs-files-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function hashOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest("hex");
}

describe("fileFromPath", () => {
  test.each([0, 1, 262_143, 262_144, 262_145, 1_000_000])("reads all %i bytes, as often as asked", async (size) => {
    const content = randomBytes(size);
    const path = join(folder, "data.PDF");
    await writeFile(path, content);
    const file = await fileFromPath(path);
    expect(file).toMatchObject({ name: "data.PDF", size, mimeType: "application/pdf" });
    const expected = createHash("sha256").update(content).digest("hex");
    expect(await hashOf(file.open())).toBe(expected);
    expect(await hashOf(file.open())).toBe(expected);
  });

  test("reports a file that can't be sent", async () => {
    await mkdir(join(folder, "photos"));
    await symlink("nowhere", join(folder, "dangling.txt"));
    await symlink("loop.txt", join(folder, "loop.txt"));
    const kind = "invalid";
    for (const [name, error] of Object.entries({
      "missing.txt": { kind, code: "ENOENT", message: "missing.txt doesn't exist." },
      photos: { kind, message: "photos is a folder. Only files can be sent." },
      "dangling.txt": { kind, message: "dangling.txt doesn't exist." },
      "loop.txt": { kind, code: "ELOOP" },
    })) {
      await expect(fileFromPath(join(folder, name)), name).rejects.toMatchObject(error);
    }
  });
});

test.each([
  ["a.json", "application/json"],
  ["photo.JPEG", "image/jpeg"],
  ["Makefile", "application/octet-stream"],
  ["a.constructor", "application/octet-stream"],
])("mimeTypeOf(%s) is %s", (name, type) => {
  expect(mimeTypeOf(name)).toBe(type);
});
