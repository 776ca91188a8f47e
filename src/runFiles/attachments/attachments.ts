import { readdir } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import type { FileSource } from "#api/contract.ts";
import { isApiError } from "#api/errors.ts";
import { fileFromPath } from "#api/upload/fileSource.ts";
import { nearest } from "#base/text/nearest.ts";
import { formatMiB, maxRequestBytes } from "#model/bytes.ts";
import type { ParsedRunFile, RequestedFile } from "#runFiles/parsedRunFile.ts";
import { namesMachine } from "#runFiles/paths.ts";
import { changedTo, type ProblemFix } from "#runFiles/problemFix.ts";
import { RunFileError, type RunFileProblem } from "#runFiles/runFileError.ts";
import { escapeVariables } from "#runFiles/variables/variables.ts";

export interface AttachmentPath {
  /** Absolute. */
  path: string;
  /** The entry in the run file, if it names the file. */
  requested?: RequestedFile;
}

/** The files to attach to a run, each once: first those that its run file names, then the others that were selected. */
export function attachmentPaths(
  parsed: ParsedRunFile,
  runFilePath: string,
  others: readonly string[],
): AttachmentPath[] {
  const folder = dirname(runFilePath);
  const paths = new Map<string, AttachmentPath>();
  for (const requested of parsed.files) {
    const path = resolve(folder, requested.path);
    if (!paths.has(path)) paths.set(path, { path, requested });
  }
  for (const other of others) {
    const path = resolve(other);
    if (!paths.has(path)) paths.set(path, { path });
  }
  return [...paths.values()];
}

/**
 * Opens the files to attach.
 *
 * @throws RunFileError naming the field, for a file that the run file names and that can't be sent
 * @throws ApiError for any other file
 */
export async function openAttachments(
  parsed: ParsedRunFile,
  runFilePath: string,
  others: readonly string[],
): Promise<FileSource[]> {
  const files: FileSource[] = [];
  for (const { path, requested } of attachmentPaths(parsed, runFilePath, others)) {
    const opened = requested ? await openRequested(parsed.file, requested, path) : await fileFromPath(path);
    if ("problem" in opened) throw new RunFileError({ file: parsed.file, ...opened });
    files.push(opened);
  }
  return files;
}

/** The files of an open run file that may be looked up before a person sends it. Absolute paths. */
export function lookedUpPaths(parsed: ParsedRunFile, runFilePath: string): string[] {
  const folder = dirname(runFilePath);
  return parsed.files.flatMap(({ path }) => (namesMachine(path) ? [] : [resolve(folder, path)]));
}

/** Why the files that an open run file names can't be sent, each with its range, as far as they may be looked up. */
export async function attachmentProblems(parsed: ParsedRunFile, runFilePath: string): Promise<RunFileProblem[]> {
  const folder = dirname(runFilePath);
  const opened = await Promise.all(
    parsed.files
      .filter(({ path }) => !namesMachine(path))
      .map((requested) => openRequested(parsed.file, requested, resolve(folder, requested.path))),
  );
  const problems = opened.flatMap((each) => ("problem" in each ? [each] : []));
  return Promise.all(
    problems.map(async ({ cause, path, ...problem }) => ({
      ...problem,
      fixes: [...(isMissing(cause) ? await replacementsFor(path, folder) : []), choice],
    })),
  );
}

const choice: ProblemFix = { title: "Choose File…", choosesFile: true };
/** How many names of a folder are compared with a missing one. */
const maxComparedNames = 2_000;

function isMissing(cause: Error | undefined): boolean {
  return isApiError(cause) && (cause.code === "ENOENT" || cause.code === "ENOTDIR");
}

/** The file that is probably meant, and the missing one itself. */
async function replacementsFor(path: string, folder: string): Promise<ProblemFix[]> {
  const name = basename(path);
  // Without its folder there is no other file, and nothing to create one in.
  const entries = await readdir(dirname(path), { withFileTypes: true }).catch(() => undefined);
  if (!entries) return [];
  const names = entries.filter((each) => each.isFile()).slice(0, maxComparedNames);
  const nearestName = nearest(
    name,
    names.map((each) => each.name),
  );
  const created = { title: `Create ${name}`, creates: path };
  return nearestName === undefined
    ? [created]
    : [changedTo(writtenPath(join(dirname(path), nearestName), folder)), created];
}

/** A path as a run file names it: relative to its folder, on another drive absolute. Nothing in it is a variable. */
export function writtenPath(path: string, folder: string): string {
  return escapeVariables(relative(folder, path).replaceAll(sep, "/"));
}

/** A file that can't be attached, with its absolute path. */
type UnusedFile = RunFileProblem & { path: string; cause?: Error };

async function openRequested(file: string, requested: RequestedFile, path: string): Promise<FileSource | UnusedFile> {
  const fail = (reason: string, cause?: Error): UnusedFile => {
    const problem = `${requested.field} can't be attached: ${reason} Paths are relative to ${file}. Correct or remove the path.`;
    return { ...requested, path, problem, cause };
  };
  try {
    const source = await fileFromPath(path);
    if (source.size <= maxRequestBytes) return source;
    return fail(
      `${source.name} is ${formatMiB(source.size)}, but an app accepts at most ${formatMiB(maxRequestBytes)}.`,
    );
  } catch (error) {
    if (isApiError(error)) return fail(error.message, error);
    throw error;
  }
}
