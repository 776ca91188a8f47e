import { basename, join, relative } from "node:path";
import type { FileSource } from "#api/contract.ts";
import { isApiError } from "#api/errors.ts";
import { fileFromPath } from "#api/upload/fileSource.ts";
import { fileAt, type FoundFile, type SourceReads } from "#runFiles/consent/readGate.ts";
import { isWithin, resolveLinks } from "#runFiles/paths.ts";
import type { BatchLine } from "./batchTypes.ts";
import { NotSentError } from "./lineOutcome.ts";

/**
 * The attachments of a batch as they were when a person was asked about it. A line may be sent long after that: a file
 * that has changed since, or that has become a link to another one, isn't what they agreed to.
 */
export class LineFiles {
  readonly #found: ReadonlyMap<string, Attached>;
  readonly #source: string;

  private constructor(found: ReadonlyMap<string, Attached>, source: string) {
    this.#found = found;
    this.#source = source;
  }

  /**
   * Looks at the files of lines, before a person is asked.
   *
   * @param source what consent to those outside is remembered for
   * @param folders the workspace folders
   */
  static async look(source: string, lines: readonly BatchLine[], folders: readonly string[]): Promise<LineFiles> {
    const roots = await Promise.all(
      folders.map(async (path) => ({ path, real: (await resolveLinks(path)) ?? path, isAlone: folders.length === 1 })),
    );
    const found = new Map<string, Attached>();
    for (const path of attachedTo(lines)) found.set(path, attachedAs(path, await fileAt(path), roots));
    return new LineFiles(found, source);
  }

  /** The files of lines outside the workspace folders, which are asked about by name. */
  outside(lines: readonly BatchLine[]): readonly SourceReads[] {
    const reads = attachedTo(lines).flatMap((path) => {
      const { file, isOutside } = this.#found.get(path) ?? {};
      if (!file || !isOutside) return [];
      return [{ kind: "attachment" as const, ...file, through: file.name === path ? undefined : path }];
    });
    return reads.length === 0 ? [] : [{ source: this.#source, content: "", reads }];
  }

  /** The files of lines for a person: by their paths in the workspace, and where they lead if they are links. */
  names(lines: readonly BatchLine[]): string[] {
    return attachedTo(lines).map((path) => this.#found.get(path)?.shown ?? path);
  }

  /** Whether all files of lines that are outside the workspace folders are among these reads. */
  areAmong(reads: readonly SourceReads[], lines: readonly BatchLine[]): boolean {
    const key = ({ name, version }: FoundFile): string => JSON.stringify([name, version]);
    const readKeys = new Set(reads.flatMap((each) => each.reads.map(key)));
    return this.outside(lines).every((each) => each.reads.every((read) => readKeys.has(key(read))));
  }

  /** Opens the files of a line, which are read when they are sent. @throws NotSentError when one can't be sent */
  async open({ files = [] }: BatchLine): Promise<FileSource[]> {
    try {
      const opened = await Promise.all(files.map((path) => fileFromPath(path)));
      for (const path of files) await this.#requireSame(path);
      return opened;
    } catch (error) {
      if (isApiError(error) || error instanceof NotSentError) throw error;
      throw new NotSentError(error instanceof Error ? error.message : String(error), { cause: error });
    }
  }

  async #requireSame(path: string): Promise<void> {
    const [before, now] = [this.#found.get(path)?.file, await fileAt(path)];
    if (before?.name === now?.name && before?.version === now?.version) return;
    const gone = now ? `now points to ${now.name}` : "no longer exists";
    const change = before ? gone : "didn't exist then";
    const what =
      before?.name === now?.name
        ? `${basename(path)} has changed since the batch was confirmed`
        : `${path} has changed since the batch was confirmed: it ${change}`;
    throw new NotSentError(`${what}. Retry the batch to confirm it again.`);
  }
}

/** The attachments of lines, each file once, by path. */
function attachedTo(lines: readonly BatchLine[]): string[] {
  return [...new Set(lines.flatMap(({ files = [] }) => files))];
}

interface Attached {
  /** Absent when there is no file. */
  file: FoundFile | undefined;
  isOutside: boolean;
  shown: string;
}

interface WorkspaceFolder {
  path: string;
  /** The folder's path without links. */
  real: string;
  isAlone: boolean;
}

function attachedAs(path: string, file: FoundFile | undefined, folders: readonly WorkspaceFolder[]): Attached {
  const written = inWorkspace(path, folders, ({ path: folder }) => folder);
  const real = file && inWorkspace(file.name, folders, (folder) => folder.real);
  const isLink = file !== undefined && (written === undefined ? file.name !== path : written !== real);
  return {
    file,
    isOutside: file !== undefined && real === undefined,
    shown: `${written ?? path}${isLink ? `, a link to ${real ?? file.name}` : ""}`,
  };
}

/** A path relative to its workspace folder; `undefined` for one outside. With several folders, their names come first. */
function inWorkspace(
  path: string,
  folders: readonly WorkspaceFolder[],
  pathOf: (folder: WorkspaceFolder) => string,
): string | undefined {
  const folder = folders.find((each) => isWithin(path, pathOf(each)));
  if (!folder) return undefined;
  const way = relative(pathOf(folder), path);
  return (folder.isAlone ? way : join(basename(folder.path), way)).replaceAll("\\", "/");
}
