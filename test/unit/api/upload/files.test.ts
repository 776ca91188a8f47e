import { createHash, randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fileFromPath, mimeTypeOf } from "../../../../src/api/upload/files.ts";

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

  test("follows a symbolic link", async () => {
    await writeFile(join(folder, "target.txt"), "content");
    await symlink("target.txt", join(folder, "link.md"));
    const file = await fileFromPath(join(folder, "link.md"));
    expect(file).toMatchObject({ name: "link.md", size: 7, mimeType: "text/markdown" });
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

  // The superuser may read everything, and Windows has no such permission.
  const readsAll = process.getuid?.() === 0 || process.platform === "win32";
  test.skipIf(readsAll)("reports a file that isn't readable", async () => {
    const path = join(folder, "private.txt");
    await writeFile(path, "x");
    await chmod(path, 0);
    await expect(fileFromPath(path)).rejects.toMatchObject({ kind: "invalid", code: "EACCES" });
  });

  test("reports a file that was deleted before it was sent", async () => {
    const path = join(folder, "gone.txt");
    await writeFile(path, "x");
    const file = await fileFromPath(path);
    await rm(path);
    await expect(hashOf(file.open())).rejects.toMatchObject({ kind: "invalid", message: "gone.txt doesn't exist." });
  });

  test("reads a sparse file unchanged", async () => {
    const path = join(folder, "sparse.bin");
    await writeFile(path, "");
    await truncate(path, 600_000);
    expect(await hashOf((await fileFromPath(path)).open())).toBe(
      createHash("sha256").update(Buffer.alloc(600_000)).digest("hex"),
    );
  });
});

test.each([
  ["a.json", "application/json"],
  ["photo.JPEG", "image/jpeg"],
  ["report.final.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
  ["Makefile", "application/octet-stream"],
  ["a.constructor", "application/octet-stream"],
  ["a.", "application/octet-stream"],
])("mimeTypeOf(%s) is %s", (name, type) => {
  expect(mimeTypeOf(name)).toBe(type);
});
