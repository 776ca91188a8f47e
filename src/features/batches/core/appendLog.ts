import { type FileHandle, open } from "node:fs/promises";
import { parseOwnJson } from "#base/json/parseJson.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";

/** A file that only grows, one line at a time. A line is on the disk when `append` resolves. */
export class AppendLog {
  readonly #path: string;
  #file: FileHandle | undefined;
  #text = "";
  #next: Promise<void> | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Appends a value as a line of JSON. Values that are appended while the disk is busy are written together. @throws
   * the system's errors
   */
  append(value: unknown): Promise<void> {
    this.#text += `${stringifyJson(value)}\n`;
    this.#next ??= this.#last = this.#last.then(
      () => this.#write(),
      () => this.#write(),
    );
    return this.#next;
  }

  /** Waits until all lines are written. */
  async close(): Promise<void> {
    await this.#last.catch(() => undefined);
    await this.#file?.close();
    this.#file = undefined;
  }

  async #write(): Promise<void> {
    const text = this.#text;
    this.#text = "";
    this.#next = undefined;
    if (!this.#file) {
      this.#file = await open(this.#path, "a");
      // A crash may have left an incomplete line. The new one must not become a part of it.
      await this.#file.appendFile("\n");
    }
    await this.#file.appendFile(text);
    await this.#file.datasync();
  }
}

/** The values in the text of such a file. An incomplete line, left by a crash, is skipped. */
export function* logValues(text: string): Generator {
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    try {
      yield parseOwnJson(line);
    } catch {
      // An incomplete line. Its value didn't count yet when the process ended.
    }
  }
}
