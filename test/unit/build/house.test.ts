import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { longImportLists } from "../../../.ci/build/house.ts";
import { temporaryFolder } from "../../harness/paths.ts";

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

test("a file imports at most 25 modules: types, packages and what it loads later count, each once", async () => {
  const { path, remove } = await temporaryFolder();
  onTestFinished(remove);
  await mkdir(join(path, "src"));
  const others = Array.from({ length: 22 }, (_, at) => `import {\n  a${at},\n} from "./a${at}.ts";\n`).join("");
  const allowed = `${others}import * as z from "zod";
import type { B } from "./b.ts";
export { c } from "./a1.ts";
const d = await import("./d.ts");
export const text = "no import";
`;
  await writeFile(join(path, "src/allowed.ts"), allowed);
  await writeFile(join(path, "src/long.tsx"), `import "./e.ts";\n${allowed}`);
  expect(longImportLists(path)).toEqual(["src/long.tsx: imports 26 modules, at most 25 are allowed"]);
});
