import { cp, mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { extensionFolder } from "../paths.ts";

/**
 * Puts an extension that does in a real extension host what a test or bench needs into a folder of its own.
 *
 * @param source its module under `test`, without the ending: `bench/hostProbe`
 * @returns the folder
 */
export async function writeProbe(parent: string, source: string, manifest: object): Promise<string> {
  const name = basename(source);
  const path = join(parent, name);
  await mkdir(path);
  const common = { name: name.toLowerCase(), publisher: "dynamiq-community", version: "0.0.1", main: "./main.cjs" };
  await writeFile(
    join(path, "package.json"),
    JSON.stringify({ ...common, engines: { vscode: "^1.105.0" }, ...manifest }),
  );
  await cp(join(extensionFolder, `out/${source}.cjs`), join(path, "main.cjs"));
  return path;
}
