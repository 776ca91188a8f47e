import { randomUUID } from "node:crypto";
import { lstat, mkdir, open, readFile, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { codeOf } from "#base/thrown.ts";
import { digest } from "#runFiles/digest.ts";
import { resolveLinks } from "#runFiles/paths.ts";

/** Remembers the digest of what was written to a path. An unchanged file may be overwritten. */
export interface WrittenOutputs {
  digestOf(path: string): string | undefined;
  remember(path: string, digest: string): Promise<void>;
}

/** A symbolic link would lead an output to another folder. The message is a sentence for a person. */
function linkOnTheWay(path: string): Error {
  const folder = basename(dirname(path));
  return new Error(`the folder ${folder} is now behind a symbolic link that didn't exist when the run started.`);
}

/** An output as the content of a file: a text unchanged, anything else as JSON. */
export function outputText(output: unknown): string {
  return typeof output === "string" ? output : `${stringifyJson(output, 2)}\n`;
}

/**
 * Writes a run's output. An existing file is overwritten only if it still holds the output that was written there
 * before. Otherwise the output goes beside it, with a number in its name. No symbolic link is followed: the content is
 * written once the opened file is known to be the right one.
 *
 * @param path absolute, without links
 * @returns where it was written
 * @throws Error for a link on the way, or the file system's error
 */
export async function writeOutput(path: string, output: unknown, written: WrittenOutputs): Promise<string> {
  const text = outputText(output);
  const folder = dirname(path);
  if ((await resolveLinks(folder)) !== folder) throw linkOnTheWay(path);
  await mkdir(folder, { recursive: true });
  const before = await digestOnDisk(path);
  const isOurs = before !== undefined && before === written.digestOf(path);
  const savedPath = isOurs ? await replace(path, text) : await writeNew(path, text);
  await written.remember(savedPath, digest(text));
  return savedPath;
}

/**
 * Tries whether a file can be made at a path, and leaves nothing behind.
 *
 * @param path absolute. Its folder may be missing: it is made with the file
 * @throws the file system's error
 */
export async function tryNewFile(path: string): Promise<void> {
  try {
    await (await open(path, "wx")).close();
  } catch (error) {
    const folder = dirname(path);
    // A file that exists stays, and another one is made beside it.
    if (codeOf(error) === "EEXIST") return tryNewFile(join(folder, `.${randomUUID()}.tmp`));
    if (codeOf(error) === "ENOENT" && dirname(folder) !== folder) return tryNewFile(folder);
    throw error;
  }
  await rm(path);
}

/** Writes a new file. It never replaces one, not even one that is created at this moment. */
async function writeNew(path: string, text: string): Promise<string> {
  const extension = extname(path);
  const stem = path.slice(0, path.length - extension.length);
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? path : `${stem}-${n}${extension}`;
    try {
      await writeHere(candidate, text);
      return candidate;
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
  }
}

/** A rename replaces a link instead of following it. */
async function replace(path: string, text: string): Promise<string> {
  const beside = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  const { mode } = await lstat(path);
  try {
    await writeHere(beside, text, mode);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  return path;
}

/**
 * Writes a file that doesn't exist yet. The exclusive flag opens no link, and before the content is written the file
 * has to be where its path says: a folder of the path may have become a link.
 */
async function writeHere(path: string, text: string, mode = 0o666): Promise<void> {
  const file = await open(path, "wx", mode);
  try {
    if ((await realpath(path)) !== path) throw linkOnTheWay(path);
    await file.writeFile(text);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/** The digest of a regular file. A link, a folder or a device blocks an output like a foreign file. */
async function digestOnDisk(path: string): Promise<string | undefined> {
  try {
    return (await lstat(path)).isFile() ? digest(await readFile(path)) : undefined;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
