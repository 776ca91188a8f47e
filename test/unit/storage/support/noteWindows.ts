import { afterEach, beforeEach } from "vitest";
import { reportUnexpectedErrors } from "#base/unexpectedError.ts";
import { nameOf, slotOf } from "#storage/entityFile.ts";
import { EntityStore } from "#storage/entityStore.ts";
import { type DiskCall, MemoryDisk } from "../../../support/state/memoryDisk.ts";

export const folder = "/state/notes";
export type Note = Record<string, number>;

export const fileOf = (id: string, version: number): string => `${folder}/${nameOf({ slot: slotOf(id), version })}`;

/** Windows that share notes on one disk. */
export class NoteWindows {
  disk = new MemoryDisk();
  /** What the windows told of files that can't be read. */
  errors: string[] = [];

  windowOf(maxEntities?: number): { store: EntityStore<Note>; kill: () => void } {
    const fs = this.disk.process();
    const read = (stored: unknown): Note | undefined => (typeof stored === "object" ? (stored as Note) : undefined);
    return {
      store: new EntityStore({ folder, what: "notes", read, fs, maxEntities: maxEntities || undefined }),
      kill: () => fs.kill(),
    };
  }

  async open(maxEntities?: number): Promise<EntityStore<Note>> {
    const { store } = this.windowOf(maxEntities);
    await store.load();
    return store;
  }

  /** Fails a call, the how many-th of its kind, with an error of the system. */
  failAt(wanted: DiskCall, code: string, nth = 1): void {
    let calls = 0;
    this.disk.before = (call) => {
      if (call === wanted && ++calls === nth) throw MemoryDisk.failure(code);
    };
  }
}

/** An empty disk for each test of a file. */
export function useNotes(): NoteWindows {
  const notes = new NoteWindows();
  beforeEach(() => {
    notes.disk = new MemoryDisk();
    notes.errors = [];
    reportUnexpectedErrors((error) => notes.errors.push(error instanceof Error ? error.message : String(error)));
  });
  afterEach(() => reportUnexpectedErrors());
  return notes;
}
