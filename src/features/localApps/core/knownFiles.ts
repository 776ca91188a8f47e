import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The content of files at one moment, each as its hash. */
export type FileContents = ReadonlyMap<string, string>;

/** The files of an app's code, as far as they are known: the served one, and those that its workers have loaded. */
export class KnownFiles {
  readonly #files: Set<string>;

  /** @param target `app/support.py:workflow`, or a module in place of the file */
  constructor(cwd: string, target: string) {
    const place = target.replace(/:[^:]*$/, "");
    this.#files = new Set([join(cwd, target), join(cwd, place), join(cwd, `${place.replaceAll(".", "/")}.py`)]);
  }

  add(files: readonly string[]): void {
    for (const file of files) this.#files.add(file);
  }

  /** What is in them now. Code that writes its own files often writes the same, so their times say too little. */
  read(): FileContents {
    return contentsOf([...this.#files]);
  }
}

/** Whether one of the files has another content than before. One that wasn't known before counts as the same. */
export function haveChanged(files: readonly string[], before: FileContents): boolean {
  const now = contentsOf(files.filter((file) => before.has(file)));
  return [...now].some(([file, content]) => before.get(file) !== content);
}

function contentsOf(files: readonly string[]): FileContents {
  return new Map(files.map((file) => [file, contentOf(file)]));
}

function contentOf(file: string): string {
  try {
    return createHash("sha256").update(readFileSync(file)).digest("hex");
  } catch {
    return "";
  }
}
