import * as vscode from "vscode";
import type { Event } from "#base/emitter.ts";
import { messageOf } from "#base/thrown.ts";
import type { Coverage } from "#features/search/core/indexTypes.ts";
import * as contextKeys from "#host/contextKeys.ts";
import { createPick, type PickDialog, showDialog } from "#host/dialogs.ts";
import { setContextKey } from "#host/setContextKey.ts";
import { clearKey } from "#host/steps/pickStep.ts";
import {
  type InputRow,
  type InputSources,
  isQuery,
  placeholderOf,
  type SearchInput,
  searchInput,
} from "./searchInput.ts";

interface Item extends vscode.QuickPickItem {
  row: InputRow;
}

export interface SearchQuestion extends Pick<InputSources, "title" | "index" | "indexOf" | "recent" | "connections"> {
  coverage: Coverage;
  /** Tells that runs were indexed, of which some may match what is typed. */
  onDidIndex?: Event<unknown>;
  onError: (error: unknown) => void;
}

/** Draws the quick input that is open anew, for the keys that VS Code gives to it. */
let openSearch: ((completions: InputSources["completions"]) => void) | undefined;

/** Asks for a search, with completions. @returns `undefined` when dismissed */
export function askForSearch(text: string, question: SearchQuestion): Promise<string | undefined> {
  return new Promise((resolve) => {
    const pick = createSearchPick(text, question);
    /** The number of the last look: an earlier one that is late changes nothing. */
    let turn = 0;
    /** The text whose rows are shown. */
    let shown: string | undefined;
    /** Rows that lead to runs stay as they are while more runs are indexed: a person may be choosing one. */
    let again: (() => Promise<void>) | undefined;
    const look = async (completions: InputSources["completions"]): Promise<void> => {
      const [own, typed] = [++turn, pick.value];
      try {
        const found = await searchInput(typed, { ...question, now: Date.now(), completions });
        if (own !== turn) return;
        shown = typed;
        again = isUnfound(found) ? () => look(completions) : undefined;
        show(pick, found);
      } catch (error) {
        question.onError(error);
        const label = messageOf(error);
        if (own === turn) pick.items = [itemOf({ kind: "problem", label, description: "" })];
      }
    };
    const following = question.onDidIndex?.(() => void again?.());
    const finish = (result: string | undefined): void => {
      following?.dispose();
      openSearch = undefined;
      turn++;
      setKeys(false, false);
      resolve(result);
      pick.dispose();
    };
    pick.onDidChangeValue(() => {
      clearKey(pick);
      void look("typed");
    });
    pick.onDidTriggerButton(() => {
      pick.value = "";
      void look("closed");
    });
    pick.onDidHide(() => finish(undefined));
    pick.onDidAccept(() => {
      const row = pick.selectedItems[0]?.row;
      // The rows may still be those of an earlier text: then the text counts.
      if (shown !== pick.value) {
        if (isQuery(pick.value)) finish(pick.value);
      } else if (row?.kind === "completion" || row?.kind === "recent") {
        pick.value = row.text;
        void look("typed");
      } else if (row?.kind === "search") finish(pick.value);
    });
    openSearch = (completions) => void look(completions);
    setKeys(true, false);
    void look("typed");
    showDialog(pick);
  });
}

function createSearchPick(text: string, { title, coverage }: SearchQuestion): PickDialog<Item> {
  const pick = createPick<Item>();
  pick.title = title;
  pick.placeholder = placeholderOf(coverage);
  pick.ignoreFocusOut = true;
  // The rows follow the typed text already: VS Code must neither sort them by it nor hide their separators.
  Object.assign(pick, { sortByLabel: false });
  pick.buttons = [{ iconPath: new vscode.ThemeIcon("history"), tooltip: "Recent Searches" }];
  pick.value = text;
  return pick;
}

/** Shows the keys of searches in the open quick input. */
export function showSearchKeys(): void {
  openSearch?.("keys");
}

/** Hides the completions of the open quick input, which stays. */
export function closeSearchCompletions(): void {
  openSearch?.("closed");
}

/** Whether a search was counted and no run matches. */
function isUnfound({ rows, matches }: SearchInput): boolean {
  return rows[0]?.kind === "search" && matches === 0;
}

function show(pick: PickDialog<Item>, { title, rows, active, hasCompletions }: SearchInput): void {
  pick.title = title;
  pick.items = rows.map(itemOf);
  const activeItem = pick.items.find(({ row }) => row === active);
  if (activeItem) pick.activeItems = [activeItem];
  setKeys(true, hasCompletions);
}

function itemOf(row: InputRow): Item {
  if (row.kind === "separator") return { row, label: row.label, kind: vscode.QuickPickItemKind.Separator };
  const icons = { search: "search", recent: "history", problem: "error" };
  const icon = row.kind === "completion" ? row.icon : icons[row.kind];
  const description = row.kind === "recent" ? "" : row.description;
  return { row, label: row.label, description, iconPath: new vscode.ThemeIcon(icon), alwaysShow: true };
}

function setKeys(isOpen: boolean, hasCompletions: boolean): void {
  void setContextKey(contextKeys.searchInput, isOpen);
  void setContextKey(contextKeys.searchCompletions, hasCompletions);
}
