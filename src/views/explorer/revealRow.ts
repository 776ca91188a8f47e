import { setTimeout as delay } from "node:timers/promises";
import type * as vscode from "vscode";

/** In milliseconds: by then a new row has been drawn. */
const drawn = 800;

/** Scrolls to a row and selects it, in a view that may be hidden. The focus doesn't change. */
export async function revealRow<T>(view: vscode.TreeView<T>, row: T): Promise<void> {
  const quiet = { focus: false, expand: false };
  if (!view.visible) await view.reveal(row, { ...quiet, select: false });
  await delay(drawn);
  // If the person has switched to another view meanwhile, it stays.
  if (view.visible) await view.reveal(row, { ...quiet, select: true });
}
