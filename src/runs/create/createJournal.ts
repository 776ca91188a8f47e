import { randomUUID } from "node:crypto";
import * as z from "zod";
import { ifReadable, readListOf } from "#base/stored.ts";
import { sentSchema } from "./sentCreate.ts";

/** In milliseconds. Someone who comes back later finds the runs in the list. */
const maxAge = 7 * 24 * 60 * 60 * 1000;

/** Stores the journal so that it outlives the window. */
export interface JournalStorage {
  read(): unknown;
  write(entries: readonly JournalEntry[] | undefined): PromiseLike<void>;
}

const entrySchema = z.object({
  id: z.string(),
  connectionId: z.string(),
  /** The origin that the request was sent to. */
  baseUrl: z.string(),
  /** The name that the person knows it by. */
  name: z.string(),
  file: ifReadable(z.string()),
  /** Absolute: the file for the run's output. */
  saveTo: ifReadable(z.string()),
  sent: sentSchema,
});
export type JournalEntry = z.infer<typeof entrySchema>;

/**
 * The requests without a response yet. They outlive a reload of the window, so that the next one looks for their runs.
 */
export class CreateJournal {
  readonly #storage: JournalStorage;
  /** The requests that an earlier window left. Their outcome is unknown. */
  readonly left: readonly JournalEntry[];

  constructor(storage: JournalStorage, now = Date.now()) {
    this.#storage = storage;
    this.left = this.#entries().filter(({ sent }) => now - sent.sentAt < maxAge);
  }

  async add(entry: Omit<JournalEntry, "id">): Promise<string> {
    const id = randomUUID();
    await this.#storage.write([...this.#entries(), { id, ...entry }]);
    return id;
  }

  async remove(id: string): Promise<void> {
    const entries = this.#entries().filter((entry) => entry.id !== id);
    await this.#storage.write(entries.length > 0 ? entries : undefined);
  }

  #entries(): JournalEntry[] {
    return readListOf(entrySchema, this.#storage.read());
  }
}
