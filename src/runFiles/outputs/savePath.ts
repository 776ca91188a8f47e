import { basename, dirname, isAbsolute, join, relative, resolve, win32 } from "node:path";
import type { ParsedRunFile } from "#runFiles/parsedRunFile.ts";
import { isLink, isWithin, resolveLinks } from "#runFiles/paths.ts";
import { RunFileError } from "#runFiles/runFileError.ts";
import { isPlainData } from "./plainData.ts";
import { refusedName } from "./refusedName.ts";

type FoundPath = { path: string } | { problem: string };

/**
 * The path of a run file's `saveTo`, by its text: a file in the same workspace folder. Nothing is read from the disk.
 *
 * @param runFilePath absolute
 * @param workspaceFolder the workspace folder of the run file; without one, the file's own folder counts
 */
export function savePath(saveTo: string, runFilePath: string, workspaceFolder: string | undefined): FoundPath {
  const folder = dirname(runFilePath);
  if (isAbsolute(saveTo) || win32.isAbsolute(saveTo)) {
    return { problem: "saveTo must be a path relative to this file, such as answer.json." };
  }
  // Windows writes to a hidden stream of `answer.json`, or to the working folder of a drive.
  if (saveTo.includes(":")) {
    return { problem: "saveTo contains a colon, which Windows doesn't allow in file names. Use another name." };
  }
  if (/\p{Cc}/u.test(saveTo)) return { problem: "saveTo contains a control character. Remove the character." };
  const path = resolve(folder, saveTo);
  const root = rootOf(runFilePath, workspaceFolder);
  if (path === root || !isWithin(path, root)) {
    return { problem: "saveTo must be inside the workspace folder of this file. Correct it or remove it." };
  }
  if (/[\\/]$/.test(saveTo) || isWithin(folder, path) || path === resolve(runFilePath)) {
    return { problem: "saveTo must name a file other than this one. Correct it or remove it." };
  }
  const refused = refusedName(relative(root, path));
  return refused === undefined ? { path } : { problem: `saveTo can't use ${refused} Use another name.` };
}

/**
 * The path of `saveTo` on the disk: in the same workspace folder, also when symbolic links are followed.
 *
 * @returns a path without any link, so that a link that is created later is noticed
 */
export async function realSavePath(
  saveTo: string,
  runFilePath: string,
  workspaceFolder: string | undefined,
): Promise<FoundPath> {
  const found = savePath(saveTo, runFilePath, workspaceFolder);
  if ("problem" in found) return found;
  const name = basename(found.path);
  const folder = await resolveLinks(dirname(found.path));
  const root = await resolveLinks(rootOf(runFilePath, workspaceFolder));
  if (folder === undefined || root === undefined || !isWithin(folder, root)) {
    const nextStep = "Specify a file inside the folder, or remove the link.";
    return { problem: `saveTo (${saveTo}) leads out of the workspace folder through a symbolic link. ${nextStep}` };
  }
  const path = join(folder, name);
  const refused = refusedName(relative(root, path));
  const nextStep = "Specify another file, or remove the link.";
  if (refused !== undefined) {
    return { problem: `saveTo (${saveTo}) leads through a symbolic link to ${refused} ${nextStep}` };
  }
  if (!(await isLink(path))) return { path };
  return { problem: `saveTo (${saveTo}) is a symbolic link. Outputs are only written to real files. ${nextStep}` };
}

/**
 * The path of an output that a person has to agree to, because programs may run it or read it as settings.
 *
 * @returns `undefined` for a plain data file beside the run file, and for a path that is refused anyway
 */
export async function askedSavePath(
  saveTo: string,
  runFilePath: string,
  workspaceFolder: string | undefined,
): Promise<string | undefined> {
  const found = await realSavePath(saveTo, runFilePath, workspaceFolder);
  if ("problem" in found) return undefined;
  const folder = (await resolveLinks(dirname(runFilePath))) ?? dirname(runFilePath);
  return isPlainData(found.path, folder) ? undefined : found.path;
}

/** The folder that contains a run file's own files: its workspace folder, otherwise the folder of the file. */
function rootOf(runFilePath: string, workspaceFolder: string | undefined): string {
  const folder = dirname(runFilePath);
  return workspaceFolder !== undefined && isWithin(folder, workspaceFolder) ? workspaceFolder : folder;
}

/**
 * The absolute path for the output that a run file asks for; `undefined` when it asks for none.
 *
 * @throws RunFileError naming the field, for a path that must not be written to
 */
export async function requestedSavePath(
  { file, saveTo }: Pick<ParsedRunFile, "file" | "saveTo">,
  runFilePath: string,
  workspaceFolder: string | undefined,
): Promise<string | undefined> {
  if (!saveTo) return undefined;
  const found = await realSavePath(saveTo.text, runFilePath, workspaceFolder);
  if ("path" in found) return found.path;
  throw new RunFileError({ file, ...saveTo, problem: found.problem });
}
