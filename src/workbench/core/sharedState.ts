/** What all windows share, each kind in a folder of its own under the global storage folder. Features add their own. */

import * as z from "zod";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { startedOnDaySchema } from "#runs/create/startedByMachines.ts";
import { maxStartedRuns, startedSchema } from "#runs/create/startedRuns.ts";
import { maxKnownCauses, knownCauseSchema, seenCausesSchema } from "#runs/failures/knownCauses.ts";
import type { FileSystem } from "#storage/fileSystem.ts";
import { StateFolder } from "#storage/stateFolder.ts";
import { stateFolderOf } from "#storage/stateFolderOf.ts";
import { storedConnectionSchema } from "#workbench/core/connections/connection.ts";
import { storedUploadSchema } from "./uploadStore.ts";

export type SharedState = ReturnType<typeof sharedStateIn>;

/** @param storage the absolute path of the extension's global storage folder @param fs another disk, for tests */
export function sharedStateIn(storage: string, fs?: FileSystem) {
  const folder = new StateFolder(stateFolderOf(storage), fs);
  return {
    folder,
    connections: folder.entities("connections", { what: "connections", schema: storedConnectionSchema }),
    preferences: folder.entities("preferences", { what: "view settings", schema: z.unknown() }),
    uploads: folder.entities("uploads", { what: "uploads", schema: storedUploadSchema }),
    started: folder.entities("started", { what: "started runs", schema: startedSchema, maxEntities: maxStartedRuns }),
    machines: folder.entities("machines", {
      what: "list of runs that golden tests, forks and agents started",
      schema: startedOnDaySchema,
    }),
    knownCauses: folder.entities("causes", {
      what: "known causes",
      schema: knownCauseSchema,
      maxEntities: maxKnownCauses,
    }),
    seenCauses: folder.entities("seenCauses", { what: "seen causes", schema: seenCausesSchema }),
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
