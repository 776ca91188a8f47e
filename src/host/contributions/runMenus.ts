/** The submenus of a run's menu. */

import type { MenuEntry, SubmenuContribution } from "./contributes.ts";

/** The menus of a run: of its row, of its mark in a page, and of its tab. */
const menuLocations = { row: "view/item/context", page: "webview/context", tab: "editor/title" } as const;
type MenuLocation = keyof typeof menuLocations;

const submenus = {
  again: { label: "Run Again", group: "2_act@2" },
  copy: { label: "Copy As", group: "3_copy@2" },
  data: { label: "Data", group: "4_export@1" },
  filter: { label: "Filter", group: "4_filter@1" },
  compare: { label: "Compare", group: "5_compare@1" },
} as const;
type Submenu = keyof typeof submenus;

/** Each place has submenus of its own: a condition about a panel can hold while a row has the menu. */
const idOf = (submenu: Submenu, place: MenuLocation): string => `dynamiqRuns.${place}.${submenu}`;

/** An entry of a submenu. VS Code hides a submenu without entries. @param order its place in the submenu */
export function inSubmenu(submenu: Submenu, place: MenuLocation, order: number, when: MenuEntry["when"]): MenuEntry {
  return { menu: idOf(submenu, place), group: `1_run@${order}`, when };
}

export const runSubmenus: SubmenuContribution[] = Object.entries(submenus).flatMap(([name, { label, group }]) =>
  Object.entries(menuLocations).map(([place, menu]) => ({
    id: idOf(name as Submenu, place as MenuLocation),
    label,
    menus: [{ menu, group }],
  })),
);
