import { onUnexpectedError } from "../../base/unexpectedError.ts";
import { AttachmentService } from "../../runs/create/attachmentService.ts";
import { CreateJournal, type JournalEntry } from "../../runs/create/createJournal.ts";
import { RunCreator } from "../../runs/create/runCreator.ts";

/**
 * Starts runs as the extension does, and remembers nothing after the command. The journal of the extension is for the
 * next window, which looks for a request that was on its way when the window was closed. A command has no next window,
 * and in CI not even a disk that stays: it looks for a lost response itself before it ends, whatever ends it but a
 * kill.
 */
export function openCreator(): RunCreator {
  let entries: readonly JournalEntry[] | undefined;
  const journal = new CreateJournal({
    read: () => entries,
    write: async (written) => void (entries = written),
  });
  return new RunCreator({
    attachments: new AttachmentService({ list: () => [], add: async () => undefined, forget: async () => {} }),
    journal,
    sentRuns: { note: async () => {}, of: () => undefined },
    addressOf: (connectionId) => connectionId,
    onError: onUnexpectedError,
  });
}
