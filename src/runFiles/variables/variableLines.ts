import { formatCount } from "../../model/counts.ts";
import type { VariableUse, VariableValue } from "./filledTexts.ts";
import { variableText } from "./variables.ts";

const longestValue = 80;
/** A dialog with more lines wouldn't fit on the screen. */
const mostLines = 20;

/** The values of a request's variables, one per line, for a person to check before it is sent. */
export function variableLines(uses: readonly VariableUse[], valueOf: (use: VariableUse) => VariableValue): string[] {
  const lines = uses.map((use) => {
    const found = valueOf(use);
    return `${variableText(use)} is ${found && "value" in found ? shortened(found.value) : "not known"}`;
  });
  const all = [...new Set(lines)];
  const more = all.length - mostLines;
  return more <= 0 ? all : [...all.slice(0, mostLines), `and ${more} more`];
}

/** As one line, and cut if it is long. */
function shortened(value: string): string {
  const line = value
    .slice(0, 4 * longestValue)
    .replace(/\s+/g, " ")
    .trim();
  if (line === "") return "empty";
  if (value.length <= longestValue) return line;
  const end = line.slice(0, longestValue).replace(/[\ud800-\udbff]$/, "");
  return `${end}… (${formatCount(value.length)} characters)`;
}
