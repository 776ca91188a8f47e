import type * as vscode from "vscode";
import { createJournalKey } from "#host/ids.ts";
import type { JournalStorage } from "#runs/create/createJournal.ts";

/** Stores the journal of a workspace's requests in the workspace's state, where the next window finds it. */
export function journalStorage(window: vscode.Memento): JournalStorage {
  return {
    read: () => window.get(createJournalKey),
    write: (entries) => window.update(createJournalKey, entries),
  };
}
