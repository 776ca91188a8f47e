import type { MenuEntry } from "#ui/menuEntry.ts";
import manifest from "../../package.json" with { type: "json" };
import texts from "../../package.nls.json" with { type: "json" };
import { type Context, evaluateWhen } from "./whenClause.ts";

export interface MenuItem {
  command?: string;
  submenu?: string;
  when?: string;
  group?: string;
}

const menus: Record<string, MenuItem[]> = manifest.contributes.menus;
const commands: { command: string; title: string; icon?: unknown }[] = manifest.contributes.commands;
const labels: { id: string; label: string }[] = manifest.contributes.submenus;
const words: Readonly<Record<string, string>> = texts;

/**
 * What VS Code shows of a menu, in its order: by group, then by the number in it. Groups in the title bar come apart, and
 * a submenu without entries is hidden.
 */
export function shownIn(
  menu: string,
  context: Context,
  isInMenu = (group: string) => !/^(inline|navigation)/.test(group),
): MenuItem[] {
  const place = ({ group = "" }: MenuItem): [string, number] => {
    const [name = "", order = "0"] = group.split("@");
    return [name, Number(order)];
  };
  const isShown = ({ submenu, when, group = "" }: MenuItem): boolean =>
    isInMenu(group) &&
    (when === undefined || evaluateWhen(when, context)) &&
    (submenu === undefined || shownIn(submenu, context, () => true).length > 0);
  return (menus[menu] ?? []).filter(isShown).toSorted((one, other) => {
    const [[a, first], [b, second]] = [place(one), place(other)];
    return a === b ? first - second : a < b ? -1 : 1;
  });
}

/** The names of the entries, with their icons. */
export function named(items: readonly MenuItem[]): [name: string, icon: string][] {
  return items.map(({ command }) => {
    const found = commands.find((each) => each.command === command);
    const icon = typeof found?.icon === "string" ? found.icon.replaceAll(/[$()]/g, "") : "";
    return [words[found?.title.replaceAll("%", "") ?? ""] ?? "", icon];
  });
}

/** The names of the entries with their icons, and of those in submenus, with the submenu's name and `>` before them. */
export function namedWithSubmenus(menu: string, context: Context): [name: string, icon: string][] {
  return shownIn(menu, context).flatMap((item) => {
    const { submenu } = item;
    if (submenu === undefined) return named([item]);
    const label = labels.find(({ id }) => id === submenu)?.label ?? "";
    const inside = named(shownIn(submenu, context, () => true));
    return inside.map(([name, icon]): [string, string] => [`${words[label.replaceAll("%", "")]} > ${name}`, icon]);
  });
}

/** The names and icons of a page's menu. */
export function namedEntries(entries: readonly MenuEntry[]): [name: string, icon: string][] {
  return entries.flatMap((entry): [string, string][] => ("separator" in entry ? [] : [[entry.name, entry.icon ?? ""]]));
}
