import { formatCount } from "../../model/counts.ts";
import type { VariableUse, VariableValue } from "./filledTexts.ts";
import { variableText } from "./variables.ts";

const longestValue = 80;
/** More than these make a dialog that no screen holds. */
const mostLines = 20;

/** What the variables of a request stand for, a line each, for a person to look at before it is sent. */
export function variableLines(uses: readonly VariableUse[], valueOf: (use: VariableUse) => VariableValue): string[] {
  const lines = uses.map((use) => {
    const found = valueOf(use);
    return `${variableText(use)} is ${found && "value" in found ? shortened(found.value) : "not known"}`;
  });
  const all = [...new Set(lines)];
  const more = all.length - mostLines;
  return more <= 0 ? all : [...all.slice(0, mostLines), `and ${more} more`];
}

/** In one line, and cut where it is long. */
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
