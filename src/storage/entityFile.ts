import { createHash } from "node:crypto";
import * as z from "zod";
import { parseOwnJson } from "#base/json/parseJson.ts";
import { readAs } from "#base/stored.ts";

const fileSchema = z.object({
  id: z.string(),
  /** When it was written, in milliseconds since the epoch. */
  at: z.number(),
  value: z.unknown().optional(),
});

/** The content of one file: an entity after one write, or, without a value, a deleted entity. */
export type EntityFile = Readonly<z.infer<typeof fileSchema>>;

/** The parts of a file's name: the entity and its version. */
export interface FileName {
  readonly slot: string;
  readonly version: number;
}

/** An id as a part of a file name, whatever its characters are. */
export function slotOf(id: string): string {
  return createHash("sha256").update(id).digest("hex").slice(0, 40);
}

export function nameOf({ slot, version }: FileName): string {
  return `${slot}.${version}.json`;
}

/** The versions of each entity, the newest first. Files with other kinds of names are ignored. */
export function versionsIn(names: readonly string[]): Map<string, number[]> {
  const versions = new Map<string, number[]>();
  for (const name of names) {
    const [, slot, version] = /^([0-9a-f]{40})\.([1-9]\d{0,14})\.json$/.exec(name) ?? [];
    if (slot === undefined) continue;
    const numbers = versions.get(slot);
    if (numbers) numbers.push(Number(version));
    else versions.set(slot, [Number(version)]);
  }
  for (const numbers of versions.values()) numbers.sort((a, b) => b - a);
  return versions;
}

/** @throws when the file is incomplete */
export function parseFile(text: string): EntityFile {
  const file = readAs(fileSchema, parseOwnJson(text));
  if (!file) throw new Error("it is damaged");
  return file;
}
