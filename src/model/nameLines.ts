import { oneLine } from "../base/text/oneLine.ts";
import { formatCount } from "./counts.ts";

/** A dialog with more names wouldn't fit on the screen. */
const mostNames = 12;

/** Names under a title, one per line, for a dialog; an empty text without names. */
export function nameLines(title: string, names: readonly string[]): string[] {
  const more = names.length - mostNames;
  const shown = names.slice(0, mostNames).map((name) => `• ${oneLine(name, 120)}`);
  return names.length === 0 ? [] : [title, ...shown, ...(more > 0 ? [`and ${formatCount(more)} more`] : [])];
}
