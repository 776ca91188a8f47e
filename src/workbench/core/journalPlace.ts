import type * as vscode from "vscode";
import { createJournalKey } from "#host/ids.ts";
import type { JournalPlace } from "#runs/create/createJournal.ts";

/** Stores the journal of a workspace's requests in the workspace's state, where the next window finds it. */
export function journalPlace(window: vscode.Memento): JournalPlace {
  return {
    read: () => window.get(createJournalKey),
    write: (entries) => window.update(createJournalKey, entries),
  };
}
