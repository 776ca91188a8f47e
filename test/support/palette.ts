import manifest from "../../package.json" with { type: "json" };
import texts from "../../package.nls.json" with { type: "json" };
import { type Context, evaluateWhen } from "./whenClause.ts";

interface Manifest {
  contributes: {
    commands: { command: string; title: string; category: string }[];
    /** An entry without a command is a submenu. */
    menus: Record<string, { command?: string; submenu?: string; when?: string }[]>;
  };
}

const { contributes }: Manifest = manifest;
const words: Readonly<Record<string, string>> = texts;

/** The commands that the palette offers in a state, each by the part of its id that follows `dynamiqRuns.`. */
export function offeredIn(context: Context): string[] {
  return offeredBy("commandPalette", context);
}

/**
 * What a menu offers in a state, in the order of the manifest; the palette offers every command that it does not
 * restrict.
 */
export function offeredBy(menu: string, context: Context): string[] {
  const items = contributes.menus[menu] ?? [];
  const listed = items
    .filter(({ when }) => when === undefined || evaluateWhen(when, context))
    .flatMap(({ command }) => command ?? []);
  const restricted = new Set(items.map(({ command }) => command));
  const rest = menu === "commandPalette" ? contributes.commands.filter(({ command }) => !restricted.has(command)) : [];
  return [...listed, ...rest.map(({ command }) => command)].map((command) => command.replace(/^dynamiqRuns\./, ""));
}

/** What a menu and its submenus offer in a state. */
export function offeredWithSubmenus(menu: string, context: Context): string[] {
  const submenus = (contributes.menus[menu] ?? []).flatMap(({ submenu }) => submenu ?? []);
  return [menu, ...submenus].flatMap((each) => offeredBy(each, context));
}

/** A command's title as the palette shows it: `Dynamiq: Refresh`. */
export function paletteTitle(command: string): string {
  const found = contributes.commands.find((each) => each.command === `dynamiqRuns.${command}`);
  if (!found) throw new Error(`There is no command ${command}.`);
  return `${found.category}: ${words[found.title.replaceAll("%", "")]}`;
}
