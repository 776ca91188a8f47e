import { oneLine } from "../base/text/oneLine.ts";
import { formatCount } from "./counts.ts";

/** More than these make a dialog that no screen holds. */
const mostNames = 12;

/** Names under a title, a line each, for a dialog; nothing without a name. */
export function nameLines(title: string, names: readonly string[]): string[] {
  const more = names.length - mostNames;
  const shown = names.slice(0, mostNames).map((name) => `• ${oneLine(name, 120)}`);
  return names.length === 0 ? [] : [title, ...shown, ...(more > 0 ? [`and ${formatCount(more)} more`] : [])];
}
