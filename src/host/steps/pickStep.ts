import * as vscode from "vscode";
import { createPick, type PickDialog, showDialog } from "#host/dialogs.ts";
import { wordForKey } from "#model/accessKey.ts";
import { chosenRow, rowsFor, type Suggestions } from "./chosenRow.ts";
import { strayKey } from "./inputStep.ts";

export interface PickStep<Item extends vscode.QuickPickItem> extends Suggestions<Item> {
  title: string;
  step?: number;
  totalSteps?: number;
  placeholder?: string;
  /** What to know while choosing: it is above the rows, and stays while something is typed. */
  prompt?: string;
  matchOnDescription?: boolean;
  matchOnDetail?: boolean;
  /** The text in the box at first. */
  typed?: string;
  back?: boolean;
  /** Whether this is the active row at first. */
  isActive?(item: Item): boolean;
  /** Whether the row can be chosen. A row that can't be chosen says why. */
  canTake?(item: Item): boolean;
  /** Closes the list, as if it was dismissed: what it asks was settled otherwise. */
  closes?: AbortSignal;
  /** Reads other rows while the list is open, which is busy until it ends. A row that is active stays so. */
  read?(show: (items: readonly Item[]) => void): Promise<void>;
  /** Shows checkboxes. Each change is reported at once. With `isRequired`, Enter needs a ticked one. */
  many?: { isTicked(item: Item): boolean; isRequired?: true; onChange(items: readonly Item[]): Promise<void> };
}

export type PickResult<Item> =
  | { kind: "item"; item: Item }
  | { kind: "items"; items: readonly Item[] }
  | { kind: "back"; typed: string };

/** One list of a dialog with several. @returns `undefined` when dismissed */
export function runPickStep<Item extends vscode.QuickPickItem>(
  step: PickStep<Item>,
): Promise<PickResult<Item> | undefined> {
  return new Promise((resolve, reject) => {
    const pick = createPick<Item>();
    const { many } = step;
    const rows = (): readonly Item[] => rowsFor<Item>(step, pick.value.trim());
    const { title, placeholder, prompt, totalSteps, matchOnDescription = false, matchOnDetail = false } = step;
    Object.assign(pick, { title, placeholder, prompt, step: step.step, totalSteps, matchOnDescription, matchOnDetail });
    pick.ignoreFocusOut = true;
    pick.buttons = step.back ? [vscode.QuickInputButtons.Back] : [];
    pick.canSelectMany = many !== undefined;
    pick.value = step.typed ?? "";
    let shownFor = pick.value;
    pick.items = rows();
    const active = pick.items.filter((item) => step.isActive?.(item));
    // Without any active row, Enter would choose nothing.
    if (active.length > 0) pick.activeItems = active;
    if (many) {
      pick.selectedItems = pick.items.filter((item) => many.isTicked(item));
      pick.onDidChangeSelection((selected) => many.onChange(selected).catch(reject));
    }

    const finish = (result: PickResult<Item> | undefined): void => {
      resolve(result);
      pick.dispose();
    };
    pick.onDidChangeValue(() => {
      clearKey(pick, prompt);
      // VS Code also reports the initial value. New rows would move the focus off the active one.
      if (step.ofText && pick.value !== shownFor) pick.items = rows();
      shownFor = pick.value;
    });
    pick.onDidTriggerButton(() => finish({ kind: "back", typed: pick.value.trim() }));
    pick.onDidAccept(() => {
      const { selectedItems: items } = pick;
      if (many && items.length === 0 && many.isRequired) return;
      if (many) return finish({ kind: "items", items });
      const item = chosenRow<Item>(step, pick.selectedItems[0], pick.value.trim());
      if (item && (step.canTake?.(item) ?? true)) finish({ kind: "item", item });
    });
    pick.onDidHide(() => finish(undefined));
    const close = (): void => finish(undefined);
    if (step.closes?.aborted) return close();
    step.closes?.addEventListener("abort", close, { once: true });
    showDialog(pick);
    if (step.read) readRows(pick, step.read.bind(step)).catch(reject);
  });
}

/** Shows the rows that come while the list is open. After its end, VS Code ignores what is set. */
async function readRows<Item extends vscode.QuickPickItem>(
  pick: PickDialog<Item>,
  read: NonNullable<PickStep<Item>["read"]>,
): Promise<void> {
  pick.busy = true;
  await read((items) => {
    const active = pick.activeItems.filter((item) => items.includes(item));
    const isSame = items.length === pick.items.length && items.every((item, index) => item === pick.items[index]);
    if (isSame) return;
    pick.items = items;
    if (active.length > 0) pick.activeItems = active;
  });
  pick.busy = false;
}

/**
 * Takes a pasted key out of a quick pick, which can't hide it, and says so until something else is typed.
 *
 * @param prompt of the quick pick otherwise
 */
export function clearKey(
  pick: Pick<vscode.QuickPick<vscode.QuickPickItem>, "value" | "prompt">,
  prompt?: string,
): void {
  if (strayKey.isIn(pick.value)) {
    pick.prompt = `This is ${wordForKey(pick.value)}, which doesn't belong here. It was removed.`;
    pick.value = "";
  } else if (pick.value !== "" && pick.prompt !== prompt) pick.prompt = prompt;
}
