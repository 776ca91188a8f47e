import { randomUUID } from "node:crypto";
import type { VariableUse, VariableValue } from "../variables/filledTexts.ts";

/**
 * Keeps the values of environment variables out of what is copied: a mark stands in their place, until the shell's own
 * way of naming them does.
 */
export class EnvironmentMarks {
  readonly #mark = `environment-${randomUUID()}-`;

  /** Looks up variables as `valueOf` does, but for the environment. */
  valuesFor(valueOf: (use: VariableUse) => VariableValue): (use: VariableUse) => VariableValue {
    return (use) => (use.name === "env" ? { value: `${this.#mark}${use.argument}.` } : valueOf(use));
  }

  /** A text in pieces: what it holds itself, and the names of the variables between. */
  split(text: string): (string | { name: string })[] {
    const pieces = text.split(new RegExp(`${this.#mark}(\\w+)\\.`));
    return pieces.flatMap((piece, i) => (i % 2 === 1 ? { name: piece } : piece === "" ? [] : piece));
  }
}
