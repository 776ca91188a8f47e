import { commandIds } from "#host/commandIds.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import { isRow } from "#host/givenArgument.ts";

/** What a key does to the focused row: see `$focusedTreeItem` in package.json. */
const keyedActs: ReadonlySet<string> = new Set([commandIds.cancelRun, commandIds.copyRunId]);

/** The part of package.json that says where commands are. */
export interface MenuManifest {
  contributes: { menus: Readonly<Record<string, readonly { command?: string; submenu?: string }[]>> };
}

/** The commands that only rows have, and those that only titles of views have. One that both have needs no row. */
export interface MenuCommands {
  rows: ReadonlySet<string>;
  titles: ReadonlySet<string>;
}

export function menuCommands({ contributes: { menus } }: MenuManifest): MenuCommands {
  const idsIn = (menu: string): string[] =>
    (menus[menu] ?? []).flatMap(({ command, submenu }) => (submenu === undefined ? (command ?? []) : idsIn(submenu)));
  const [titles, rows] = [idsIn("view/title"), idsIn("view/item/context")];
  const without = (ids: string[], others: string[]): Set<string> => new Set(ids.filter((id) => !others.includes(id)));
  return { titles: without(titles, rows), rows: without(rows, titles) };
}

/**
 * What a command means by what it was given. A title's command is about the whole view, whichever row has the focus.
 * @throws NothingToDo when the row isn't known
 */
export function meantBy(commands: MenuCommands, id: string, given: readonly unknown[]): readonly unknown[] {
  const [first] = given;
  if (commands.titles.has(id)) return isRow(first) ? [] : given;
  if (keyedActs.has(id) && given.length === 1 && first === undefined)
    throw new NothingToDo("No run is focused. Select a run and press the keys again.");
  if (commands.rows.has(id) && isLostRow(given))
    throw new NothingToDo("The list changed as you clicked, so nothing was done. Click again.");
  return given;
}

/**
 * VS Code gives a row's command that row and, if there are several, the selection; a key gives the focused row alone.
 * While a view is drawn again it has forgotten its rows, and gives `undefined`. Without this, the command would take the
 * run in view instead. A title's command looks the same when no row has the focus, so only the menu tells them apart.
 */
function isLostRow(given: readonly unknown[]): boolean {
  const [row, selection] = given;
  const isOfRow = selection === undefined || (Array.isArray(selection) && selection.includes(undefined));
  return given.length === 2 && row === undefined && isOfRow;
}
