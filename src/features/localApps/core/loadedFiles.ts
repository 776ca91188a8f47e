import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";

/**
 * Files by their absolute paths, each with the SHA-256 of what was read of it: empty where there was none, and `null` where
 * it isn't known.
 */
export type ReadFiles = Readonly<Record<string, string | null>>;

/** Time and size of a file, which change when it is saved. */
type Stamp = string;

/** The files that a process has loaded code from: whether it has what is in them. */
export class LoadedFiles {
  readonly #stamps = new Map<string, Stamp>();

  /**
   * Follows the files that are new here from now on.
   *
   * @returns whether one of them was saved between being read and now. Code that writes files of its own often writes the
   *   same, so the content counts.
   */
  add(files: ReadFiles): boolean {
    let hasChanged = false;
    for (const [file, read] of Object.entries(files)) {
      if (this.#stamps.has(file)) continue;
      // In this order: a save in between changes the stamp once more.
      this.#stamps.set(file, stampOf(file));
      hasChanged ||= read !== null && hashOf(file) !== read;
    }
    return hasChanged;
  }

  /** Whether one was saved since it was added. */
  get haveChanged(): boolean {
    return [...this.#stamps].some(([file, stamp]) => stampOf(file) !== stamp);
  }
}

function stampOf(file: string): Stamp {
  try {
    const { mtimeNs, size } = statSync(file, { bigint: true });
    return `${mtimeNs} ${size}`;
  } catch {
    // A file that can't be read differs from one that could, and stays the same until it can be read again.
    return "";
  }
}

function hashOf(file: string): string {
  try {
    return createHash("sha256").update(readFileSync(file)).digest("hex");
  } catch {
    return "";
  }
}
