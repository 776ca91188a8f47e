import { readdir, realpath, stat } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { codeOf } from "#base/thrown.ts";
import { goldenEnding } from "#runFiles/fileNames.ts";

export interface FoundFile {
  /** Absolute. */
  path: string;
  /** The path for messages: relative to the current folder. */
  shown: string;
}

export interface FoundFiles {
  files: FoundFile[];
  /** Folders within the paths that can't be read, each as a sentence for a person: their tests aren't in the suite. */
  unreadable: string[];
}

/** A path that can't be read, or has no golden file. Its message is for a person. */
export class GoldenFilesError extends Error {
  override readonly name = "GoldenFilesError";
  /** Whether something couldn't be read, so that there may be golden files all the same. */
  readonly isUnreadable: boolean;

  constructor(message: string, isUnreadable: boolean, cause?: unknown) {
    super(message, { cause });
    this.isUnreadable = isUnreadable;
  }
}

/**
 * Finds the golden files of a suite, each once, in the order of their paths. In folders, hidden folders and
 * `node_modules` are left out, links aren't followed, and a folder that can't be read doesn't hide the others.
 *
 * @param typedPaths files and folders, as they were typed; the current folder when there are none
 * @throws GoldenFilesError when a path can't be read, or has no golden file
 */
export async function findGoldenFiles(typedPaths: readonly string[], folder: string): Promise<FoundFiles> {
  const found = new Map<string, FoundFile>();
  const unreadable = new Map<string, string>();
  for (const typedPath of typedPaths.length === 0 ? ["."] : typedPaths) {
    const noted: string[] = [];
    const paths = await filesAt(resolve(folder, typedPath), typedPath, (path, cause) => {
      const sentence = `${shownPath(path, folder)} ${reasonOf(cause)}`;
      noted.push(sentence);
      unreadable.set(path, sentence);
    });
    if (paths.length === 0) {
      const more = noted.map((sentence) => ` ${sentence}`).join("");
      throw new GoldenFilesError(`${typedPath} has no golden file (*${goldenEnding}).${more}`, noted.length > 0);
    }
    for (const path of paths) {
      const shown = shownPath(path, folder);
      const real = await readable(shown, () => realpath(path));
      if (!found.has(real)) found.set(real, { path, shown });
    }
  }
  const files = [...found.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
  return { files, unreadable: [...unreadable.values()].sort() };
}

type OnUnreadable = (folder: string, cause: unknown) => void;

async function filesAt(path: string, typedPath: string, onUnreadable: OnUnreadable): Promise<string[]> {
  const found = await readable(typedPath, () => stat(path));
  if (!found.isDirectory()) {
    if (basename(path).endsWith(goldenEnding)) return [path];
    throw new GoldenFilesError(`${typedPath} isn't a golden file: its name has to end with ${goldenEnding}.`, false);
  }
  return readable(typedPath, () => filesIn(path, onUnreadable));
}

/** @throws the file system's error when the folder itself can't be read */
async function filesIn(folder: string, onUnreadable: OnUnreadable): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith(goldenEnding));
  const folders = entries.filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules",
  );
  const inside = await Promise.all(
    folders.map(async ({ name }) => {
      const path = join(folder, name);
      // A folder of another user must not hide the golden files beside it.
      return filesIn(path, onUnreadable).catch((cause: unknown) => {
        if (codeOf(cause) !== "ENOENT") onUnreadable(path, cause);
        return [];
      });
    }),
  );
  return [...files.map(({ name }) => join(folder, name)), ...inside.flat()];
}

async function readable<T>(typedPath: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw new GoldenFilesError(`${typedPath} ${reasonOf(cause)}`, codeOf(cause) !== "ENOENT", cause);
  }
}

function reasonOf(cause: unknown): string {
  const code = codeOf(cause);
  return code === "ENOENT" ? "doesn't exist." : `can't be read (${code ?? "unknown error"}).`;
}

/** A path with slashes on every system, as annotations in CI and links in terminals want it. */
function shownPath(path: string, folder: string): string {
  return relative(folder, path).replaceAll("\\", "/");
}
