import { dirname, resolve } from "node:path";
import type { FileSource } from "../../api/contract.ts";
import { isApiError } from "../../api/errors.ts";
import { fileFromPath } from "../../api/upload/fileSource.ts";
import { formatMiB, mostRequestBytes } from "../../model/bytes.ts";
import type { ParsedRunFile, RequestedFile } from "../parsedRunFile.ts";
import { namesMachine } from "../realPlace.ts";
import { RunFileError, type RunFileProblem } from "../runFileError.ts";

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

/** Why the files that an open run file names can't be sent, each at its place, as far as they may be looked up. */
export async function attachmentProblems(parsed: ParsedRunFile, runFilePath: string): Promise<RunFileProblem[]> {
  const folder = dirname(runFilePath);
  const opened = await Promise.all(
    parsed.files
      .filter(({ path }) => !namesMachine(path))
      .map((requested) => openRequested(parsed.file, requested, resolve(folder, requested.path))),
  );
  return opened.flatMap((each) => ("problem" in each ? [each] : []));
}

async function openRequested(
  file: string,
  requested: RequestedFile,
  path: string,
): Promise<FileSource | (RunFileProblem & { cause?: Error })> {
  const { path: _, ...place } = requested;
  const fail = (reason: string, cause?: Error): RunFileProblem & { cause?: Error } => {
    const problem = `${place.field} can't be attached: ${reason} Paths are relative to ${file}; correct it or remove it.`;
    return { ...place, problem, cause };
  };
  try {
    const source = await fileFromPath(path);
    if (source.size <= mostRequestBytes) return source;
    return fail(
      `${source.name} has ${formatMiB(source.size)}, but an app accepts at most ${formatMiB(mostRequestBytes)}.`,
    );
  } catch (error) {
    if (isApiError(error)) return fail(error.message, error);
    throw error;
  }
}
