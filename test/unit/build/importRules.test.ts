import { cp, mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { importRules } from "../../../.ci/build/importRules.ts";

const src = resolve(import.meta.dirname, "../../../src");
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "import-rules-"));
  const filter = async (path: string): Promise<boolean> => (await stat(path)).isDirectory();
  await cp(src, join(root, "src"), { recursive: true, filter });
});

afterEach(() => rm(root, { recursive: true }));

test.each(["src/cellar", "src/runs/cellar", "src/workbench/cellar"])(
  "%s needs a place in the rules of imports",
  async (path) => {
    expect(() => importRules(root)).not.toThrow();
    await mkdir(join(root, path));
    expect(() => importRules(root)).toThrow(`Nothing says what ${path} may import.`);
  },
);
