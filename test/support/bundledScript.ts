import { renameSync } from "node:fs";
import { basename, join } from "node:path";
import { buildSync } from "esbuild";
import { extensionFolder } from "../harness/paths.ts";

const built = new Map<string, string>();

/**
 * A script of the sources or the tests in one file, made once by each process that tests. A thread or process that
 * starts from the sources reads and strips a hundred of them each time, which takes longer than most tests.
 *
 * @param path within the repository @returns the absolute path of the file
 */
export function bundledScript(path: string): string {
  const known = built.get(path);
  if (known !== undefined) return known;
  // Where it is, it finds `node_modules`.
  const file = join(extensionFolder, "out/scripts", `${basename(path, ".ts")}.mjs`);
  const own = `${file}.${process.pid}`;
  buildSync({
    entryPoints: [join(extensionFolder, path)],
    outfile: own,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "warning",
  });
  // Other processes may make or start the same one.
  renameSync(own, file);
  built.set(path, file);
  return file;
}
