import { readdir, realpath, stat } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { goldenEnding } from "../fileNames.ts";
import { codeOf } from "../realPlace.ts";

/** A golden file that was named, or found in a folder. */
export interface FoundFile {
  /** Absolute. */
  path: string;
  /** For messages: relative to the current folder. */
  shown: string;
}

/** A place that can't be read, or has no golden file. Its message is for a person. */
export class GoldenFilesError extends Error {
  override readonly name = "GoldenFilesError";
}

/**
 * Finds the golden files of a suite, each once, in the order of their paths. In folders, hidden folders and
 * `node_modules` are left out, and links aren't followed.
 *
 * @param places files and folders, as they were typed; the current folder when there are none
 * @throws GoldenFilesError when a place can't be read, or has no golden file
 */
export async function findGoldenFiles(places: readonly string[], folder: string): Promise<FoundFile[]> {
  const found = new Map<string, FoundFile>();
  for (const place of places.length === 0 ? ["."] : places) {
    const paths = await filesAt(resolve(folder, place), place);
    if (paths.length === 0) throw new GoldenFilesError(`${place} has no golden file (*${goldenEnding}).`);
    for (const path of paths) {
      const real = await realpath(path);
      if (!found.has(real)) found.set(real, { path, shown: shownPath(path, folder) });
    }
  }
  return [...found.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
}

async function filesAt(path: string, place: string): Promise<string[]> {
  const found = await readable(place, () => stat(path));
  if (!found.isDirectory()) {
    if (basename(path).endsWith(goldenEnding)) return [path];
    throw new GoldenFilesError(`${place} isn't a golden file: its name has to end with ${goldenEnding}.`);
  }
  return readable(place, () => filesIn(path));
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith(goldenEnding));
  const folders = entries.filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules",
  );
  const inside = await Promise.all(folders.map(({ name }) => filesIn(join(folder, name))));
  return [...files.map(({ name }) => join(folder, name)), ...inside.flat()];
}

async function readable<T>(place: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    const code = codeOf(cause);
    const reason = code === "ENOENT" ? "doesn't exist." : `can't be read (${code ?? "unknown error"}).`;
    throw new GoldenFilesError(`${place} ${reason}`, { cause });
  }
}

/** With slashes on every system, as annotations in CI and links in terminals want it. */
function shownPath(path: string, folder: string): string {
  return relative(folder, path).replaceAll("\\", "/");
}
