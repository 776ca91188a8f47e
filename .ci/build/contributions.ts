/**
 * What the features have in package.json. A feature's `index.ts` names its commands and, in `contributes`, its views,
 * settings and other ids. The rest follows from these: menu entries and keys go with their command, a welcome text with
 * its view and with the command that it leads to first.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { commandIds } from "#host/commandIds.ts";

/** The ids of package.json that the `index.ts` of a feature says are its own. */
export function ownIds(index: string): string[] {
  const commands = [...index.matchAll(/\[commandIds\.(\w+)\]/g)].map(([, name]) => name as keyof typeof commandIds);
  const [, others = ""] = /^ {2}contributes: \[([^\]]*)\]/m.exec(index) ?? [];
  return [...commands.map((name) => commandIds[name]), ...[...others.matchAll(/"(.+?)"/g)].map(([, id]) => id!)];
}

/** What package.json contributes, with the texts of package.nls.json in place of their names. */
export function contributionsOf(root: string): unknown {
  const read = (file: string): string => readFileSync(join(root, file), "utf8");
  const texts = JSON.parse(read("package.nls.json")) as Record<string, string>;
  const withTexts = (_: string, value: unknown): unknown =>
    typeof value === "string" ? (texts[value.slice(1, -1)] ?? value) : value;
  return (JSON.parse(read("package.json"), withTexts) as { contributes: unknown }).contributes;
}

/** The ids that package.json declares. */
export function contributedIds(root: string): string[] {
  const found = new Set<string>();
  const { menus: _, keybindings: __, ...declared } = contributionsOf(root) as Record<string, unknown>;
  JSON.stringify(declared, (key, value: unknown) => {
    const isName = ["command", "id", "viewType"].includes(key);
    for (const id of [key, isName ? value : undefined])
      if (typeof id === "string" && id.startsWith("dynamiqRuns.")) found.add(id);
    return value;
  });
  return [...found];
}

/** Which ids package.json still names when what belongs to them is taken out. */
export function stillNamed(contributes: unknown, gone: readonly string[]): string[] {
  const left = JSON.stringify(contributes, (key, value: unknown) => {
    if (gone.includes(key)) return undefined;
    return Array.isArray(value) ? value.filter((entry) => !belongsTo(entry, gone)) : value;
  });
  return gone.filter((id) => new RegExp(`${id.replaceAll(".", "\\.")}(?!\\.?\\w)`).test(left));
}

function belongsTo(entry: unknown, ids: readonly string[]): boolean {
  if (typeof entry !== "object" || entry === null) return false;
  const { command, id, view, viewType, submenu, contents } = entry as Record<string, string | undefined>;
  const [, link] = /\(command:([\w.]+)/.exec(contents ?? "") ?? [];
  return [command, id, view, viewType, submenu, link].some((each) => each !== undefined && ids.includes(each));
}
