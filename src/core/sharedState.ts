/** What all windows share, each kind in a folder of its own under the global storage folder. Features add their own. */
import { onUnexpectedError } from "../base/unexpectedError.ts";
import { readStoredConnection, type StoredConnection } from "../connections/connection.ts";
import { readStoredUpload, type StoredUpload } from "../connections/uploadStore.ts";
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
import { StateFolder } from "../storage/stateFolder.ts";
import { stateFolderOf } from "../storage/stateFolderOf.ts";

export interface SharedState {
  readonly folder: StateFolder;
  readonly connections: EntityStore<StoredConnection>;
  readonly preferences: EntityStore<unknown>;
  readonly uploads: EntityStore<StoredUpload>;
  readonly started: EntityStore<Started>;
  readonly machines: EntityStore<StartedOnDay>;
  readonly knownCauses: EntityStore<KnownCause>;
  readonly seenCauses: EntityStore<SeenCauses>;
}

/** @param storage the absolute path of the extension's global storage folder @param fs another disk, for tests */
export function sharedStateIn(storage: string, fs?: FileSystem): SharedState {
  const folder = new StateFolder(stateFolderOf(storage), fs);
  return {
    folder,
    connections: folder.entities("connections", { what: "connections", read: readStoredConnection }),
    preferences: folder.entities("preferences", { what: "view settings", read: (stored: unknown) => stored }),
    uploads: folder.entities("uploads", { what: "uploads", read: readStoredUpload }),
    started: folder.entities("started", { what: "started runs", read: readStarted, most: mostStarted }),
    machines: folder.entities("machines", { what: "runs of tests and agents", read: readStartedOnDay }),
    knownCauses: folder.entities("causes", { what: "known causes", read: readKnownCause, most: mostKnownCauses }),
    seenCauses: folder.entities("seenCauses", { what: "seen causes", read: readSeenCauses }),
  };
}

/** Deletes the state of connections that were removed, in any window. */
export function forgetRemoved(folder: StateFolder, wasRemoved: (connectionId: string) => boolean): void {
  const isOfRemoved = (entity: unknown): boolean => {
    const { connectionId } = (entity ?? {}) as { connectionId?: unknown };
    return typeof connectionId === "string" && wasRemoved(connectionId);
  };
  for (const store of folder.entityStores) {
    const gone = store.entries().filter(([, entity]) => isOfRemoved(entity));
    if (gone.length > 0) store.forget(gone.map(([id]) => id)).catch(onUnexpectedError);
  }
}
