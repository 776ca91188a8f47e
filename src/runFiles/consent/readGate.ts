import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { ParsedRunFile } from "../parsedRunFile.ts";
import { isWithin, realPlace } from "../realPlace.ts";
import type { VariableUse } from "../variables/filledTexts.ts";

/** Something that would be sent and isn't a part of the workspace folder. */
export interface OutsideRead {
  kind: "attachment" | "text" | "variable" | "connection";
  /** A path without links, or the name of a variable or a connection. */
  name: string;
  /** How it is written, when a link leads to it. */
  through?: string;
  /** Another one for other content. No file is opened for it. */
  version: string;
}

/** What one run file reads, or one line of a batch. */
export interface SourceReads {
  /** What decides: the address of a run file, or a name of ours for what has none. */
  source: string;
  /** A digest of the request as it is written. */
  content: string;
  reads: readonly OutsideRead[];
}

interface GateOptions {
  source: string;
  /** The folders whose files may be sent without a question. */
  folders: readonly string[];
  /** Only texts are read: nothing is sent, and what else is named stays where it is. */
  onlyTexts?: boolean;
}

interface Look {
  /** As it is written. */
  text: string;
  runFilePath: string;
  variables: readonly VariableUse[];
  parsed: ParsedRunFile;
  /** Absolute paths of what a person selected beside it. */
  selected?: readonly string[];
  /** The name of the connection that it asks for, when that isn't the active one. */
  connection?: string | undefined;
}

/**
 * Stands between a run file and what it reads outside its workspace folder: it finds out what that is without opening a
 * file, and lets a text be read only once that was allowed.
 */
export class ReadGate {
  readonly #source: string;
  readonly #folders: readonly string[];
  readonly #onlyTexts: boolean;
  readonly #allowed = new Set<string>();
  #found: SourceReads[] = [];
  #isOpen = false;

  constructor({ source, folders, onlyTexts = false }: GateOptions) {
    this.#source = source;
    this.#folders = folders;
    this.#onlyTexts = onlyTexts;
  }

  get found(): readonly SourceReads[] {
    return this.#found;
  }

  /** Whether a text wasn't read, so that what was found may not be all. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Begins another look, in which all that was found before may be read. */
  allow(): void {
    for (const { kind, name } of this.#found.flatMap(({ reads }) => reads)) {
      if (kind === "text") this.#allowed.add(name);
    }
    this.#found = [];
    this.#isOpen = false;
  }

  /** Whether the text of a file may be read now. */
  async mayRead(path: string): Promise<boolean> {
    const outside = await this.#outside(path);
    if (!outside || this.#allowed.has(outside.name)) return true;
    this.#isOpen = true;
    return false;
  }

  /** Notes what a request reads, as far as that is known. */
  async look({ text, runFilePath, variables, parsed, selected = [], connection }: Look): Promise<void> {
    const folder = dirname(runFilePath);
    const named = parsed.files.map(({ path }) => this.#file("attachment", resolve(folder, path), path));
    const texts = variables
      .filter(({ name }) => name === "file")
      .map(({ argument }) => this.#file("text", resolve(folder, argument), argument));
    const files = await Promise.all([...named, ...texts]);
    const environment = variables.flatMap(({ name, argument }) => (name === "env" ? [variableRead(argument)] : []));
    const other = connection === undefined ? [] : [connectionRead(connection)];
    this.#note(digest(text), [...files.flat(), ...(await this.#selected(selected)), ...environment, ...other]);
  }

  /** Notes files by their paths alone. Links in the workspace count, and so does what is elsewhere. */
  async lookAtPaths(paths: readonly string[]): Promise<void> {
    this.#note("", (await Promise.all(paths.map((path) => this.#file("attachment", path, path)))).flat());
  }

  /** Notes the connection that a request asks for, when that isn't the active one. */
  lookAtConnection(name: string): void {
    this.#note("", [connectionRead(name)]);
  }

  /**
   * Notes files that a person chose: one that is elsewhere is what they want, one that only seems to be here is not.
   */
  async lookAtSelected(paths: readonly string[]): Promise<void> {
    this.#note("", await this.#selected(paths));
  }

  async #selected(paths: readonly string[]): Promise<OutsideRead[]> {
    const inside = paths.filter((path) => this.#folders.some((folder) => isWithin(path, folder)));
    return (await Promise.all(inside.map((path) => this.#file("attachment", path, path)))).flat();
  }

  #note(content: string, reads: readonly OutsideRead[]): void {
    const meant = this.#onlyTexts ? reads.filter(({ kind }) => kind === "text") : reads;
    const each = new Map(meant.map((read) => [JSON.stringify([read.kind, read.name]), read]));
    if (each.size > 0) this.#found.push({ source: this.#source, content, reads: [...each.values()] });
  }

  async #file(kind: "attachment" | "text", path: string, written: string): Promise<OutsideRead[]> {
    const outside = await this.#outside(path);
    if (!outside) return [];
    return [{ kind, ...outside, ...(outside.name === path ? {} : { through: written }) }];
  }

  /** `undefined` for a file of the workspace, and for one that isn't there: reading that fails anyway. */
  async #outside(path: string): Promise<{ name: string; version: string } | undefined> {
    // To look at such a path is to sign in to the machine that it names.
    if (process.platform === "win32" && /^[\\/]{2}/.test(path)) return { name: path, version: "" };
    const name = await realPlace(path).catch(() => undefined);
    if (name === undefined) return undefined;
    for (const folder of this.#folders) if (isWithin(name, (await realPlace(folder)) ?? folder)) return undefined;
    const found = await stat(name).catch(() => undefined);
    if (!found?.isFile()) return undefined;
    const { dev, ino, size, mtimeMs, ctimeMs } = found;
    return { name, version: JSON.stringify([dev, ino, size, mtimeMs, ctimeMs]) };
  }
}

function connectionRead(name: string): OutsideRead {
  return { kind: "connection", name, version: "" };
}

function variableRead(name: string): OutsideRead {
  return { kind: "variable", name, version: digest(process.env[name] ?? "") };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
