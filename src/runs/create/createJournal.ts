import { randomUUID } from "node:crypto";
import { isOutline } from "./inputOutline.ts";
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
  /** The run file. */
  file?: string | undefined;
  /** Absolute: the file for the run's output. */
  saveTo?: string | undefined;
  sent: SentCreate;
}

/**
 * The requests that create runs and have no response yet. The journal outlives a reload of the window, so that the next
 * window knows what was sent.
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
    const stored: unknown = this.#place.read();
    return Array.isArray(stored) ? stored.filter(isEntry) : [];
  }
}

function isEntry(value: unknown): value is JournalEntry {
  if (typeof value !== "object" || value === null) return false;
  const { id, connectionId, baseUrl, name, sent } = value as Partial<Record<keyof JournalEntry, unknown>>;
  return [id, connectionId, baseUrl, name].every((each) => typeof each === "string") && isSent(sent);
}

function isSent(value: unknown): value is SentCreate {
  if (typeof value !== "object" || value === null) return false;
  const {
    contentHash,
    sentAt,
    knownIds,
    outline = null,
    salt = "",
  } = value as Partial<Record<keyof SentCreate, unknown>>;
  const texts = [contentHash, salt].every((each) => typeof each === "string");
  return texts && typeof sentAt === "number" && Array.isArray(knownIds) && isOutline(outline);
}
