import { type AnswerDraft, isEmptyDraft, readDraft } from "../../base/answerDraft.ts";
import type { Disposable } from "../../base/disposable.ts";
import { type AnswerRecord, refKey, type RequestRef } from "./answerTypes.ts";
import { readRecord } from "./readRecord.ts";

/** Where it is kept: VS Code's `Memento` fits. */
export interface AnswerStorage {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

export interface KeptDraft extends RequestRef {
  readonly draft: AnswerDraft;
  /** When it was changed last, milliseconds since the epoch. */
  readonly at: number;
}

type Entries<T> = Record<string, T>;

/** The newest are kept, so many of each kind, and so many characters of them. */
const mostEntries = 500;
const mostCharacters = 4_000_000;
/** Between two writes, in milliseconds: the first is made at once. */
const writeGap = 250;
const keys = { drafts: "dynamiqRuns.answerDrafts", records: "dynamiqRuns.answers" } as const;

/**
 * Drafts and sent answers, kept over reloads and shared by all windows: what another window has written stays. Every
 * change is written at once, or soon after the one before it.
 */
export class AnswerShelf implements Disposable {
  readonly #storage: AnswerStorage;
  readonly #onError: (error: unknown) => void;
  /** What is not written yet; `undefined` takes an entry away. */
  readonly #drafts = new Map<string, KeptDraft | undefined>();
  readonly #records = new Map<string, AnswerRecord | undefined>();
  #timer: NodeJS.Timeout | undefined;

  constructor(storage: AnswerStorage, onError: (error: unknown) => void) {
    this.#storage = storage;
    this.#onError = onError;
  }

  draft(key: string): KeptDraft | undefined {
    return this.#drafts.has(key) ? this.#drafts.get(key) : readKept(this.#read(keys.drafts)[key]);
  }

  record(key: string): AnswerRecord | undefined {
    return this.#records.has(key) ? this.#records.get(key) : readRecord(this.#read(keys.records)[key]);
  }

  /** All answers that were sent from here. */
  records(): AnswerRecord[] {
    return Object.values(this.#merged(keys.records, this.#records, readRecord));
  }

  /** Nothing older than this is on record; 0 as long as nothing was forgotten. */
  get recordsSince(): number {
    const times = this.records().map(({ at }) => at);
    return times.length < mostEntries ? 0 : Math.min(...times);
  }

  drafts(): KeptDraft[] {
    return Object.values(this.#merged(keys.drafts, this.#drafts, readKept));
  }

  /** @param kept an empty one takes the draft away */
  setDraft(key: string, kept: KeptDraft | undefined): void {
    this.#drafts.set(key, kept && !isEmptyDraft(kept.draft) ? kept : undefined);
    this.#writeSoon();
  }

  /** Written before this returns, as far as storage goes: it may be the last thing that happens. */
  setRecord(key: string, record: AnswerRecord | undefined): void {
    this.#records.set(key, record);
    this.#write();
  }

  forget(which: (ref: RequestRef) => boolean): void {
    for (const kept of this.drafts()) if (which(kept)) this.#drafts.set(refKey(kept), undefined);
    for (const record of this.records()) if (which(record)) this.#records.set(refKey(record), undefined);
    this.#write();
  }

  dispose(): void {
    this.#write();
  }

  #writeSoon(): void {
    if (this.#timer !== undefined) return;
    this.#write();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#write();
    }, writeGap);
    this.#timer.unref?.();
  }

  #write(): void {
    this.#put(keys.drafts, this.#drafts, readKept);
    this.#put(keys.records, this.#records, readRecord);
  }

  #put<T extends { at: number }>(name: string, changes: Map<string, T | undefined>, read: (value: unknown) => T | undefined): void {
    if (changes.size === 0) return;
    const entries = newest(this.#merged(name, changes, read));
    changes.clear();
    this.#storage.update(name, entries).then(undefined, this.#onError);
  }

  /** As it is now in all windows, with what this one has changed. */
  #merged<T>(name: string, changes: ReadonlyMap<string, T | undefined>, read: (value: unknown) => T | undefined): Entries<T> {
    const stored = Object.entries(this.#read(name)).map(([key, value]): [string, T | undefined] => [key, read(value)]);
    const merged = new Map([...stored, ...changes]);
    return Object.fromEntries([...merged].filter((entry): entry is [string, T] => entry[1] !== undefined));
  }

  #read(name: string): Entries<unknown> {
    const stored = this.#storage.get(name);
    return typeof stored === "object" && stored !== null ? (stored as Entries<unknown>) : {};
  }
}

function newest<T extends { at: number }>(entries: Entries<T>): Entries<T> {
  let left = mostCharacters;
  const byAge = Object.entries(entries).sort(([, a], [, b]) => b.at - a.at);
  const kept = byAge.slice(0, mostEntries).filter(([, entry], index) => {
    left -= JSON.stringify(entry).length;
    return index === 0 || left >= 0;
  });
  return Object.fromEntries(kept);
}

function readKept(value: unknown): KeptDraft | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { connectionId, runId, requestId, draft, at } = value as Partial<Record<keyof KeptDraft, unknown>>;
  const read = readDraft(draft);
  if (!read || typeof connectionId !== "string" || typeof runId !== "string" || typeof requestId !== "string") return undefined;
  return { connectionId, runId, requestId, draft: read, at: typeof at === "number" ? at : 0 };
}
