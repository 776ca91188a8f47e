import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { expect, onTestFinished, test } from "vitest";
import { pageFiles } from "../../../.ci/build/pageFiles.ts";

test("a plugin after it that reports builds sees one, when the files are written", async () => {
  const folder = await mkdtemp(join(tmpdir(), "page-files-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "list.ts"), "export const list = [];");
  for (const page of ["one", "two"]) {
    await mkdir(join(folder, page, "page"), { recursive: true });
    const script = `import { list } from "../../list.ts"; list.push("${page}");`;
    await writeFile(join(folder, page, "page/main.tsx"), script);
  }
  const outdir = join(folder, "dist");
  const written = async (): Promise<string[]> => (await readdir(outdir).catch((): string[] => [])).sort();
  const ends: string[][] = [];
  await build({
    entryPoints: { one: join(folder, "one/page/main.tsx"), two: join(folder, "two/page/main.tsx") },
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    metafile: true,
    plugins: [
      pageFiles([]),
      { name: "report", setup: (host) => host.onEnd(async () => void ends.push(await written())) },
    ],
  });
  expect(ends).toEqual([["common.js", "one.js", "two.js"]]);
});
