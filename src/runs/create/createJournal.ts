import { randomUUID } from "node:crypto";
import * as z from "zod";
import { ifReadable, readListOf } from "../../base/stored.ts";
import { shapeSchema } from "./inputShape.ts";
import type { SentCreate } from "./sentCreate.ts";

/** In milliseconds. Someone who comes back later finds the runs in the list. */
const longest = 7 * 24 * 60 * 60 * 1000;

/** Stores the journal so that it outlives the window. */
export interface JournalPlace {
  read(): unknown;
  write(entries: readonly JournalEntry[] | undefined): PromiseLike<void>;
}

export interface JournalEntry {
  id: string;
  connectionId: string;
  /** The origin that the request was sent to. */
  baseUrl: string;
  /** The name that the person knows it by. */
  name: string;
  file?: string;
  /** Absolute: the file for the run's output. */
  saveTo?: string;
  sent: SentCreate;
}

/**
 * The requests without a response yet. They outlive a reload of the window, so that the next one looks for their runs.
 */
export class CreateJournal {
  readonly #place: JournalPlace;
  /** The requests that an earlier window left. Their outcome is unknown. */
  readonly left: readonly JournalEntry[];

  constructor(place: JournalPlace, now = Date.now()) {
    this.#place = place;
    this.left = this.#entries().filter(({ sent }) => now - sent.sentAt < longest);
  }

  async add(entry: Omit<JournalEntry, "id">): Promise<string> {
    const id = randomUUID();
    await this.#place.write([...this.#entries(), { id, ...entry }]);
    return id;
  }

  async remove(id: string): Promise<void> {
    const entries = this.#entries().filter((entry) => entry.id !== id);
    await this.#place.write(entries.length > 0 ? entries : undefined);
  }

  #entries(): JournalEntry[] {
    return readListOf(entrySchema, this.#place.read());
  }
}

const sentSchema: z.ZodType<SentCreate> = z.looseObject({
  contentHash: z.string(),
  outline: shapeSchema.optional(),
  salt: z.string().optional(),
  userId: ifReadable(z.string()),
  sessionId: ifReadable(z.string()),
  fileIds: ifReadable(z.array(z.string())),
  sentAt: z.number(),
  knownIds: z.array(z.unknown()).transform((ids) => readListOf(z.string(), ids)),
});

/** What a newer version has added to an entry stays in it. */
const entrySchema: z.ZodType<JournalEntry> = z.looseObject({
  id: z.string(),
  connectionId: z.string(),
  baseUrl: z.string(),
  name: z.string(),
  file: ifReadable(z.string()),
  saveTo: ifReadable(z.string()),
  sent: sentSchema,
});
