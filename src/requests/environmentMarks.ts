import { randomUUID } from "node:crypto";
import type { VariableUse, VariableValue } from "./filledTexts.ts";

/**
 * Keeps the values of environment variables out of what is copied: a mark stands in their place, until the shell's own way of
 * naming them does.
 */
export class EnvironmentMarks {
  readonly #mark = `environment-${randomUUID()}-`;

  /** Looks up variables as `valueOf` does, but for the environment. */
  valuesFor(valueOf: (use: VariableUse) => VariableValue): (use: VariableUse) => VariableValue {
    return (use) => (use.name === "env" ? { value: `${this.#mark}${use.argument}.` } : valueOf(use));
  }

  /** Puts what `write` makes of a variable's name where its mark stands. */
  fill(text: string, write: (name: string) => string): string {
    return text.replace(new RegExp(`${this.#mark}(\\w+)\\.`, "g"), (_, name: string) => write(name));
  }
}
