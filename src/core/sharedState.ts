/** What all windows share, each kind in a folder of its own under the global storage folder. main.ts builds it. */

import { join } from "node:path";
import { onUnexpectedError } from "../base/unexpectedError.ts";
import { readStoredConnection, type StoredConnection } from "../connections/connection.ts";
import { readStoredUpload, type StoredUpload } from "../connections/uploadStore.ts";
import { readStoredView, type StoredView } from "../features/explorer/vscode/layoutStore.ts";
import type { AnswerService } from "../features/inputRequests/core/answerService.ts";
import { type KeptDraft, mostAnswers, readKept } from "../features/inputRequests/core/answerStore.ts";
import type { AnswerRecord } from "../features/inputRequests/core/answerTypes.ts";
import { readAnswerRecord } from "../features/inputRequests/core/readAnswerRecord.ts";
import { mostRemembered, readMark } from "../features/notifications/core/shownNotifications.ts";
import type { LocalIndex } from "../features/search/core/localIndex.ts";
import { type KeptSearches, readKeptSearches } from "../features/search/core/searchHistory.ts";
import { mostSent, readSent, type SentRun } from "../runs/create/sentRuns.ts";
import { readStartedOnDay, type StartedOnDay } from "../runs/create/startedByMachines.ts";
import { mostStarted, readStarted, type Started } from "../runs/create/startedRuns.ts";
import {
  type KnownCause,
  mostKnownCauses,
  readKnownCause,
  readSeenCauses,
  type SeenCauses,
} from "../runs/failures/knownCauses.ts";
import type { EntityStore } from "../storage/entityStore.ts";
import type { FileSystem } from "../storage/fileSystem.ts";
import { MarkFolder } from "../storage/markFolder.ts";
import { StateFolder } from "../storage/stateFolder.ts";
import { stateFolderOf } from "../storage/stateFolderOf.ts";

export interface SharedState {
  readonly folder: StateFolder;
  readonly connections: EntityStore<StoredConnection>;
  readonly preferences: EntityStore<unknown>;
  readonly views: EntityStore<StoredView>;
  readonly uploads: EntityStore<StoredUpload>;
  readonly drafts: EntityStore<KeptDraft>;
  readonly records: EntityStore<AnswerRecord>;
  readonly started: EntityStore<Started>;
  readonly sent: EntityStore<SentRun>;
  readonly machines: EntityStore<StartedOnDay>;
  readonly knownCauses: EntityStore<KnownCause>;
  readonly seenCauses: EntityStore<SeenCauses>;
  readonly searches: EntityStore<KeptSearches>;
  readonly shown: MarkFolder;
}

/** @param storage the absolute path of the extension's global storage folder @param fs another disk, for tests */
export function sharedStateIn(storage: string, fs?: FileSystem): SharedState {
  const path = stateFolderOf(storage);
  const folder = new StateFolder(path, fs);
  const marks = {
    folder: join(path, "told"),
    what: "shown notifications",
    most: mostRemembered,
    lasting: readMark,
  };
  return {
    folder,
    connections: folder.entities("connections", { what: "connections", read: readStoredConnection }),
    preferences: folder.entities("preferences", { what: "view settings", read: (stored: unknown) => stored }),
    views: folder.entities("views", { what: "saved views", read: readStoredView }),
    uploads: folder.entities("uploads", { what: "uploads", read: readStoredUpload }),
    drafts: folder.entities("drafts", { what: "answer drafts", read: readKept, ...mostAnswers }),
    records: folder.entities("answers", { what: "sent answers", read: readAnswerRecord, ...mostAnswers }),
    started: folder.entities("started", { what: "started runs", read: readStarted, most: mostStarted }),
    sent: folder.entities("sent", { what: "run request details", read: readSent, most: mostSent }),
    machines: folder.entities("machines", { what: "runs of tests and agents", read: readStartedOnDay }),
    knownCauses: folder.entities("causes", { what: "known causes", read: readKnownCause, most: mostKnownCauses }),
    seenCauses: folder.entities("seenCauses", { what: "seen causes", read: readSeenCauses }),
    searches: folder.entities("searches", { what: "searches", read: readKeptSearches }),
    // A window asks the disk before it shows a notification, so no window needs to be informed of a mark.
    shown: folder.add("told", new MarkFolder({ ...marks, fs }), false),
  };
}

export function forgetRemoved(shared: SharedState, wasRemoved: (connectionId: string) => boolean): void {
  for (const store of [
    shared.views,
    shared.uploads,
    shared.drafts,
    shared.records,
    shared.started,
    shared.sent,
    shared.machines,
    shared.knownCauses,
    shared.seenCauses,
    shared.searches,
  ]) {
    const gone = store.entries().filter(([, { connectionId }]) => wasRemoved(connectionId));
    if (gone.length > 0) store.forget(gone.map(([id]) => id)).catch(onUnexpectedError);
  }
}

/** Waits until everything that the person has typed and changed is on the disk, or its failure was reported. */
export async function settleState(
  { folder }: Pick<SharedState, "folder">,
  answers: Pick<AnswerService, "flush">,
  index: Pick<LocalIndex, "settled">,
): Promise<void> {
  // Drafts that aren't written yet are no writes of the folder.
  await answers.flush();
  await Promise.all([folder.settled(), index.settled()]);
}
