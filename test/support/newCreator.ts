import { AttachmentService } from "#runs/create/attachmentService.ts";
import { CreateJournal } from "#runs/create/createJournal.ts";
import { RunCreator } from "#runs/create/runCreator.ts";
import { StartedRuns } from "#runs/create/startedRuns.ts";
import { journalStorage } from "#workbench/core/journalStorage.ts";
import { UploadStore } from "#workbench/core/uploadStore.ts";
import { memoryOf } from "./state/fakeStorage.ts";
import { connectionsOf, openShared } from "./state/windows.ts";

/** What starts runs in a window in which nothing has happened yet. */
export async function newCreator(): Promise<RunCreator> {
  const shared = await openShared();
  return new RunCreator({
    attachments: new AttachmentService(new UploadStore(shared.uploads, connectionsOf(shared))),
    journal: new CreateJournal(journalStorage(memoryOf(new Map()))),
    started: new StartedRuns(shared.started),
    addressOf: () => undefined,
    onError: (error) => {
      throw error;
    },
  });
}
