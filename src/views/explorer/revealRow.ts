import { setTimeout as delay } from "node:timers/promises";
import type * as vscode from "vscode";

/** In milliseconds: a row that is new has been drawn by then. */
const drawn = 800;

/** Brings a row into sight and selects it, in a view that may be hidden. The focus stays where it is. */
export async function revealRow<T>(view: vscode.TreeView<T>, row: T): Promise<void> {
  const quiet = { focus: false, expand: false };
  if (!view.visible) await view.reveal(row, { ...quiet, select: false });
  await delay(drawn);
  // Whoever went elsewhere meanwhile stays there.
  if (view.visible) await view.reveal(row, { ...quiet, select: true });
}
