import * as vscode from "vscode";
import { createPick, type PickDialog, showDialog } from "../../../host/dialogs.ts";
import { contextKeys } from "../../../host/ids.ts";
import { clearKey } from "../../../host/steps/pickStep.ts";
import type { Coverage } from "../core/indexTypes.ts";
import { type InputRow, type InputSources, isQuery, placeholderOf, searchInput } from "./searchInput.ts";

interface Item extends vscode.QuickPickItem {
  row: InputRow;
}

export interface SearchQuestion extends Pick<InputSources, "title" | "index" | "indexOf" | "recent" | "connections"> {
  coverage: Coverage;
  onError: (error: unknown) => void;
}

/** The quick input that is open, for the keys that VS Code gives to it. */
let open: { showKeys: () => void; closeCompletions: () => void } | undefined;

/** Asks for a search, with completions. @returns `undefined` when dismissed */
export function askForSearch(text: string, question: SearchQuestion): Promise<string | undefined> {
  return new Promise((resolve) => {
    const pick = createPick<Item>();
    const input = new OpenInput(pick, question);
    const finish = (result: string | undefined): void => {
      open = undefined;
      input.isOver = true;
      setContext(false, false);
      resolve(result);
      pick.dispose();
    };
    pick.title = question.title;
    pick.placeholder = placeholderOf(question.coverage);
    pick.ignoreFocusOut = true;
    pick.matchOnDescription = false;
    // The rows follow the typed text already: VS Code must neither sort them by it nor hide their separators.
    Object.assign(pick, { sortByLabel: false });
    pick.buttons = [{ iconPath: new vscode.ThemeIcon("history"), tooltip: "Recent Searches" }];
    pick.value = text;
    pick.onDidChangeValue(() => {
      clearKey(pick);
      input.typed();
    });
    pick.onDidTriggerButton(() => input.showRecent());
    pick.onDidHide(() => finish(undefined));
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      const row = item?.row;
      // The rows may still be those of an earlier text: then the text counts.
      if (!input.isShown) {
        if (isQuery(pick.value)) finish(pick.value);
      } else if (row?.kind === "completion" || row?.kind === "recent") input.take(row.text);
      else if (row?.kind === "search") finish(pick.value);
    });
    open = input;
    setContext(true, false);
    input.typed();
    showDialog(pick);
  });
}

/** Shows the keys of searches in the open quick input. */
export function showSearchKeys(): void {
  open?.showKeys();
}

/** Hides the completions of the open quick input, which stays. */
export function closeSearchCompletions(): void {
  open?.closeCompletions();
}

class OpenInput {
  isOver = false;
  readonly #pick: PickDialog<Item>;
  readonly #question: SearchQuestion;
  #completions: InputSources["completions"] = "typed";
  /** Of the last look: an earlier one that is late changes nothing. */
  #turn = 0;
  #shown: string | undefined;

  constructor(pick: PickDialog<Item>, question: SearchQuestion) {
    this.#pick = pick;
    this.#question = question;
  }

  /** Whether the rows are those of the text in the box. */
  get isShown(): boolean {
    return this.#shown === this.#pick.value;
  }

  typed(): void {
    this.#completions = "typed";
    this.#look();
  }

  take(text: string): void {
    this.#pick.value = text;
    this.typed();
  }

  showKeys(): void {
    this.#completions = "keys";
    this.#look();
  }

  closeCompletions(): void {
    this.#completions = "closed";
    this.#look();
  }

  showRecent(): void {
    this.take("");
    this.closeCompletions();
  }

  #look(): void {
    const turn = ++this.#turn;
    this.#show(turn).catch((error: unknown) => {
      this.#question.onError(error);
      if (turn !== this.#turn || this.isOver) return;
      const label = error instanceof Error ? error.message : String(error);
      this.#pick.items = [itemOf({ kind: "problem", label, description: "" })];
    });
  }

  async #show(turn: number): Promise<void> {
    const sources = { ...this.#question, now: Date.now(), completions: this.#completions };
    const text = this.#pick.value;
    const { title, rows, active, hasCompletions } = await searchInput(text, sources);
    if (turn !== this.#turn || this.isOver) return;
    this.#shown = text;
    this.#pick.title = title;
    this.#pick.items = rows.map(itemOf);
    const wanted = this.#pick.items.find(({ row }) => row === active);
    if (wanted) this.#pick.activeItems = [wanted];
    setContext(true, hasCompletions);
  }
}

function itemOf(row: InputRow): Item {
  if (row.kind === "separator") return { row, label: row.label, kind: vscode.QuickPickItemKind.Separator };
  const icons = { search: "search", recent: "history", problem: "error" };
  const icon = row.kind === "completion" ? row.icon : icons[row.kind];
  const description = row.kind === "recent" ? "" : row.description;
  return { row, label: row.label, description, iconPath: new vscode.ThemeIcon(icon), alwaysShow: true };
}

function setContext(isOpen: boolean, hasCompletions: boolean): void {
  void vscode.commands.executeCommand("setContext", contextKeys.searchInput, isOpen);
  void vscode.commands.executeCommand("setContext", contextKeys.searchCompletions, hasCompletions);
}
