import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { digest } from "#runFiles/digest.ts";
import { askedSavePath } from "#runFiles/outputs/savePath.ts";
import type { ParsedRunFile } from "#runFiles/parsedRunFile.ts";
import { isWithin, namesMachine, resolveLinks } from "#runFiles/paths.ts";
import type { VariableUse } from "#runFiles/variables/filledTexts.ts";

/** Something that needs consent: what would be sent from outside the workspace folder, or where the output would go. */
export interface OutsideRead {
  kind: "attachment" | "text" | "variable" | "connection" | "output";
  /** A path without links, or the name of a variable or a connection. */
  name: string;
  /** The path in the run file, when it is a link. */
  through?: string;
  /** Changes with the content. The file isn't opened for it. */
  version: string;
}

/** The reads of one run file, or of one line of a batch. */
export interface SourceReads {
  /** The address of the run file, or a name of ours for a request without a file. */
  source: string;
  /** A digest of the request's text. */
  content: string;
  reads: readonly OutsideRead[];
}

interface GateOptions {
  source: string;
  /** The folders whose files may be sent without asking. */
  folders: readonly string[];
  /** Set when nothing is sent: then only texts are read, and attached files stay where they are. */
  onlyTexts?: boolean;
  /** Set when the output is saved as the file says. */
  saving?: { workspaceFolder: string | undefined };
}

export interface FileRequest {
  parsed: ParsedRunFile;
  /** Absolute paths of files that a person selected as well. */
  selected?: readonly string[];
  /** The name of the connection in the file, unless it is the active one. */
  connection?: string;
}

interface LookRequest extends FileRequest {
  text: string;
  runFilePath: string;
  variables: readonly VariableUse[];
}

/**
 * Guards what a run file reads outside its workspace folder, and where its output goes: it finds this without opening a
 * file, and allows it only after a person did.
 */
export class ReadGate {
  readonly #source: string;
  readonly #folders: readonly string[];
  readonly #onlyTexts: boolean;
  readonly #saving: GateOptions["saving"];
  readonly #allowed = new Set<string>();
  #found: SourceReads[] = [];
  /** The paths of texts that were wanted in this pass, and may not be read yet. */
  readonly #refused = new Set<string>();
  #isFinished = true;

  constructor({ source, folders, onlyTexts = false, saving }: GateOptions) {
    this.#source = source;
    this.#folders = folders;
    this.#onlyTexts = onlyTexts;
    this.#saving = saving;
  }

  get found(): readonly SourceReads[] {
    return this.#found;
  }

  /** Whether every text of the requests that were looked at was read, so that no more reads can follow. */
  get isFinished(): boolean {
    return this.#isFinished;
  }

  /** Ends the search: everything found so far may be read. */
  finish(): void {
    for (const { kind, name } of this.#found.flatMap(({ reads }) => reads)) this.#allowed.add(readKey(kind, name));
  }

  /** Starts another pass, in which everything found so far may be read. */
  allow(): void {
    this.finish();
    this.#found = [];
    this.#refused.clear();
    this.#isFinished = true;
  }

  /** Whether a file's text may be read now. */
  async mayRead(path: string): Promise<boolean> {
    if (await this.isAllowed("text", path)) return true;
    this.#refused.add(path);
    return false;
  }

  /** Whether a file is in the workspace folder, or was found and allowed where it is now: a path may become a link. */
  async isAllowed(kind: "attachment" | "text", path: string): Promise<boolean> {
    const outside = await this.#outside(path);
    return !outside || this.#allowed.has(readKey(kind, outside.name));
  }

  /** Collects the reads of a request, as far as they are known. */
  async look({ text, runFilePath, variables, parsed, selected = [], connection }: LookRequest): Promise<void> {
    const folder = dirname(runFilePath);
    const named = parsed.files.map(({ path }) => this.#file("attachment", resolve(folder, path), path));
    const texts = variables.flatMap(({ name, argument }) => (name === "file" ? [argument] : []));
    const ofTexts = texts.map((argument) => this.#file("text", resolve(folder, argument), argument));
    // A request with a problem isn't looked at: nobody is asked about its texts, and they would stay unread for ever.
    if (texts.some((argument) => this.#refused.has(resolve(folder, argument)))) this.#isFinished = false;
    const files = await Promise.all([...named, ...ofTexts]);
    const environment = variables.flatMap(({ name, argument }): OutsideRead[] =>
      name === "env" ? [{ kind: "variable", name: argument, version: digest(process.env[argument] ?? "") }] : [],
    );
    const other = connection === undefined ? [] : [connectionRead(connection)];
    const output = await this.#output(parsed, runFilePath);
    const all = [...files.flat(), ...(await this.#selected(selected)), ...environment, ...other, ...output];
    this.#note(digest(text), all);
  }

  /** The file for the output, unless it is plain data. */
  async #output({ saveTo }: ParsedRunFile, runFilePath: string): Promise<OutsideRead[]> {
    if (!saveTo || !this.#saving) return [];
    const name = await askedSavePath(saveTo.text, runFilePath, this.#saving.workspaceFolder);
    return name === undefined ? [] : [{ kind: "output", name, version: "" }];
  }

  /**
   * Whether a second look finds the same. Between the first one and the opening of the files, a person may have read a
   * question for minutes, and a file may have become a link to another one.
   */
  async findsTheSame(look: () => Promise<void>): Promise<boolean> {
    const before = this.#found;
    this.#found = [];
    await look();
    return JSON.stringify(before) === JSON.stringify(this.#found);
  }

  /** Collects files by their paths alone: links in the workspace, and files outside it. */
  async lookAtPaths(paths: readonly string[]): Promise<void> {
    this.#note("", (await Promise.all(paths.map((path) => this.#file("attachment", path, path)))).flat());
  }

  /** Collects the connection that a request names, unless it is the active one. */
  lookAtConnection(name: string): void {
    this.#note("", [connectionRead(name)]);
  }

  /**
   * Collects files that a person selected. A file outside the workspace is their choice, but a link that leads there
   * may surprise them.
   */
  async lookAtSelected(paths: readonly string[]): Promise<void> {
    this.#note("", await this.#selected(paths));
  }

  async #selected(paths: readonly string[]): Promise<OutsideRead[]> {
    const inside = paths.filter((path) => this.#folders.some((folder) => isWithin(path, folder)));
    return (await Promise.all(inside.map((path) => this.#file("attachment", path, path)))).flat();
  }

  #note(content: string, reads: readonly OutsideRead[]): void {
    const ownReads = this.#onlyTexts ? reads.filter(({ kind }) => kind === "text") : reads;
    const each = new Map(ownReads.map((read) => [JSON.stringify([read.kind, read.name]), read]));
    if (each.size > 0) this.#found.push({ source: this.#source, content, reads: [...each.values()] });
  }

  async #file(kind: "attachment" | "text", path: string, written: string): Promise<OutsideRead[]> {
    const outside = await this.#outside(path);
    if (!outside) return [];
    return [{ kind, ...outside, through: outside.name === path ? undefined : written }];
  }

  /** `undefined` for a file in the workspace, and for one that doesn't exist: reading it fails anyway. */
  async #outside(path: string): Promise<FoundFile | undefined> {
    const found = await fileAt(path);
    return found && !(await isInFolders(found.name, this.#folders)) ? found : undefined;
  }
}

/** A file by its path without links. */
export type FoundFile = Pick<OutsideRead, "name" | "version">;

/** The file that a path leads to now; `undefined` when there is none. */
export async function fileAt(path: string): Promise<FoundFile | undefined> {
  // Even a look at such a path would sign in to the machine that it names.
  if (process.platform === "win32" && namesMachine(path)) return { name: path, version: "" };
  const name = await resolveLinks(path).catch(() => undefined);
  const found = name === undefined ? undefined : await stat(name).catch(() => undefined);
  if (name === undefined || !found?.isFile()) return undefined;
  const { dev, ino, size, mtimeMs, ctimeMs } = found;
  return { name, version: JSON.stringify([dev, ino, size, mtimeMs, ctimeMs]) };
}

/** Whether a path without links is in one of the folders, which may be links. */
async function isInFolders(path: string, folders: readonly string[]): Promise<boolean> {
  for (const folder of folders) if (isWithin(path, (await resolveLinks(folder)) ?? folder)) return true;
  return false;
}

function readKey(kind: OutsideRead["kind"], name: string): string {
  return JSON.stringify([kind, name]);
}

function connectionRead(name: string): OutsideRead {
  return { kind: "connection", name, version: "" };
}
