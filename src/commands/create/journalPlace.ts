import type * as vscode from "vscode";
import { createJournalKey } from "../../host/ids.ts";
import type { JournalPlace } from "../../runs/create/createJournal.ts";

/** Keeps the journal of a workspace's creates in the state of the workspace, where the next window finds it. */
export function journalPlace(window: vscode.Memento): JournalPlace {
  return {
    read: () => window.get(createJournalKey),
    write: (entries) => window.update(createJournalKey, entries),
  };
}
