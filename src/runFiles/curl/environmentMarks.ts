import { randomUUID } from "node:crypto";
import type { ValueOf } from "#runFiles/variables/filledTexts.ts";

/**
 * Keeps the values of environment variables out of the copied text: marks replace them, and then the shell's own
 * variables replace the marks.
 */
export class EnvironmentMarks {
  readonly #mark = `environment-${randomUUID()}-`;

  /** Looks up variables like `valueOf`, except those of the environment. */
  valuesFor(valueOf: ValueOf): ValueOf {
    return (use) => (use.name === "env" ? { value: `${this.#mark}${use.argument}.` } : valueOf(use));
  }

  /** A text in pieces: its own text, and the names of the variables in between. */
  split(text: string): (string | { name: string })[] {
    const pieces = text.split(new RegExp(`${this.#mark}(\\w+)\\.`));
    return pieces.flatMap((piece, i) => (i % 2 === 1 ? { name: piece } : piece === "" ? [] : piece));
  }
}
