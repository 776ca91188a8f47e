import { oneLine } from "#base/text/oneLine.ts";

/** Names under a title, one per line, for a question, which is never cut; an empty list without names. */
export function nameLines(title: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [title, ...names.map((name) => `• ${oneLine(name)}`)];
}
