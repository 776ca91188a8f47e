import { oneLine } from "../../base/text/oneLine.ts";
import type { ValueOf, VariableUse } from "./filledTexts.ts";
import { variableText } from "./variables.ts";

/** The values of a request's variables, one per line and whole, for a person to check before it is sent. */
export function variableLines(uses: readonly VariableUse[], valueOf: ValueOf): string[] {
  const lines = uses.map((use) => {
    const found = valueOf(use);
    return `${variableText(use)} is ${found && "value" in found ? oneLine(found.value) || "empty" : "not known"}`;
  });
  return [...new Set(lines)];
}
