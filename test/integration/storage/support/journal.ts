import { readFile } from "node:fs/promises";

/** What a window has written into its journal. */
export type JournalLine =
  | { kind: "begun" | "done"; store: string; id: string; value: number | null }
  | { kind: "step"; n: number }
  | { kind: "error"; text: string };

/** The lines of a window's journal; none of one that has not begun. */
export async function readJournal(path: string): Promise<JournalLine[]> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as JournalLine]));
}

/** How many steps a window has done: counted often, so the lines aren't parsed. */
export async function stepsIn(path: string): Promise<number> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text.split('{"kind":"step"').length - 1;
}

type Change = Extract<JournalLine, { store: string }>;

/** What was confirmed, or begun, in a store: by the entity's id the values, in their order. */
export function changesOf(
  lines: readonly JournalLine[],
  kind: Change["kind"],
  store: string,
): Map<string, (number | null)[]> {
  const changes = new Map<string, (number | null)[]>();
  for (const line of lines) {
    if (line.kind !== kind || line.store !== store) continue;
    changes.set(line.id, [...(changes.get(line.id) ?? []), line.value]);
  }
  return changes;
}
