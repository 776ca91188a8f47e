import * as vscode from "vscode";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import type { Pausable } from "./redraws.ts";

/**
 * The only place that opens dialogs. VS Code returns the focus to a list that it has just redrawn, also from a dialog
 * that has opened meanwhile. So no list is redrawn while one opens.
 */

const lists = new Set<Pausable>();

/** A context key that nothing reads: setting one is the smallest call that VS Code answers. */
const openedKey = "dynamiqRuns.dialogOpened";

/** A quick pick or an input box that only {@link showDialog} shows. */
type Unshown<Dialog extends vscode.QuickInput> = Omit<Dialog, "show">;

export type PickDialog<Item extends vscode.QuickPickItem> = Unshown<vscode.QuickPick<Item>>;
export type InputDialog = Unshown<vscode.InputBox>;

/** Keeps a list still whenever a dialog opens. */
export function stillForDialogs(list: Pausable): vscode.Disposable {
  lists.add(list);
  return new vscode.Disposable(() => lists.delete(list));
}

/** VS Code's `showQuickPick`, for one row. @returns `undefined` when dismissed */
export async function showPick<Item extends vscode.QuickPickItem>(
  items: readonly Item[] | Promise<readonly Item[]>,
  options: vscode.QuickPickOptions & { canPickMany?: false },
): Promise<Item | undefined> {
  return (await opened(() => vscode.window.showQuickPick(items, options))).shown;
}

/** VS Code's `showQuickPick`, for any number of rows. */
export async function showPickMany<Item extends vscode.QuickPickItem>(
  items: readonly Item[],
  options: vscode.QuickPickOptions,
): Promise<readonly Item[] | undefined> {
  return (await opened(() => vscode.window.showQuickPick(items, { ...options, canPickMany: true }))).shown;
}

/** VS Code's `showInputBox`. @returns `undefined` when dismissed */
export async function showInput(options: vscode.InputBoxOptions): Promise<string | undefined> {
  return (await opened(() => vscode.window.showInputBox(options))).shown;
}

/** VS Code's `createQuickPick`. */
export function createPick<Item extends vscode.QuickPickItem>(): PickDialog<Item> {
  return vscode.window.createQuickPick<Item>();
}

/** VS Code's `createInputBox`. */
export function createInput(): InputDialog {
  return vscode.window.createInputBox();
}

/** Shows a quick pick or an input box that was made here. */
export function showDialog(dialog: Unshown<vscode.QuickInput>): void {
  opened(() => (dialog as vscode.QuickInput).show()).catch(onUnexpectedError);
}

/** VS Code's `showOpenDialog`. @returns `undefined` when dismissed */
export function showOpenDialog(options: vscode.OpenDialogOptions): Promise<vscode.Uri[] | undefined> {
  return untilClosed(() => vscode.window.showOpenDialog(options));
}

/** VS Code's `showSaveDialog`. @returns `undefined` when dismissed */
export function showSaveDialog(options: vscode.SaveDialogOptions): Promise<vscode.Uri | undefined> {
  return untilClosed(() => vscode.window.showSaveDialog(options));
}

/** @returns as soon as the dialog was asked for. The lists go on when it is open */
async function opened<Shown>(show: () => Shown): Promise<{ shown: Shown }> {
  const resume = await pauseLists();
  try {
    return { shown: show() };
  } finally {
    whenShown().then(resume, resume);
  }
}

/** VS Code does one thing after the other, so its answer to this call says that it shows what it was asked to before. */
export function whenShown(): Thenable<unknown> {
  return vscode.commands.executeCommand("setContext", openedKey, true);
}

/** Before a file dialog opens, VS Code reads folders, and it doesn't say when it has opened. */
async function untilClosed<Result>(show: () => Thenable<Result>): Promise<Result> {
  const resume = await pauseLists();
  try {
    return await show();
  } finally {
    resume();
  }
}

async function pauseLists(): Promise<() => void> {
  const paused = [...lists];
  await Promise.all(paused.map((list) => list.pause()));
  return () => {
    for (const list of paused) list.resume();
  };
}
