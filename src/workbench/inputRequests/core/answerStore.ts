import * as z from "zod";
import type { InputAnswer } from "#api/contract.ts";
import type { Disposable } from "#base/disposable.ts";
import { ifReadable, unchanged } from "#base/stored.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { type AnswerDraft, isEmptyDraft } from "#model/answerDraft.ts";
import { draftSchema } from "#model/readDraft.ts";
import type { EntityStore } from "#storage/entityStore.ts";
import type { Entities } from "#storage/memoryEntities.ts";
import type { StateFolder } from "#storage/stateFolder.ts";
import type { AnswerRecord, InputRequestRef } from "./answerTypes.ts";

export interface KeptDraft extends InputRequestRef {
  readonly draft: AnswerDraft;
  readonly at: number;
}

/** Where drafts and answers are stored, by {@link refKey}. All windows share them. */
export interface AnswerStorage {
  readonly drafts: Entities<KeptDraft>;
  readonly records: Entities<AnswerRecord>;
}

/** How many of each kind are kept, and how many characters of them; the oldest are dropped. */
const maxAnswers = { maxEntities: 500, maxCharacters: 4_000_000 } as const;
/** In milliseconds: the time between two writes of drafts. The first is written at once. */
const writeInterval = 250;

/** Drafts and sent answers. A draft is written at once, or soon after the one before it. */
export class AnswerStore implements Disposable {
  readonly #storage: AnswerStorage;
  /** Drafts that aren't written yet; `undefined` removes a draft. */
  readonly #unwritten = new Map<string, KeptDraft | undefined>();
  #timer: NodeJS.Timeout | undefined;

  constructor(storage: AnswerStorage) {
    this.#storage = storage;
  }

  draft(key: string): KeptDraft | undefined {
    return this.#unwritten.has(key) ? this.#unwritten.get(key) : this.#storage.drafts.get(key);
  }

  record(key: string): AnswerRecord | undefined {
    return this.#storage.records.get(key);
  }

  records(): AnswerRecord[] {
    return this.#storage.records.entries().map(([, record]) => record);
  }

  /** No record is older than this; 0 as long as none was dropped. */
  get recordsSince(): number {
    const times = this.records().map(({ at }) => at);
    return times.length < maxAnswers.maxEntities ? 0 : Math.min(...times);
  }

  drafts(): KeptDraft[] {
    const drafts = new Map<string, KeptDraft | undefined>([...this.#storage.drafts.entries(), ...this.#unwritten]);
    return [...drafts.values()].filter((draft) => draft !== undefined);
  }

  /** @param kept an empty draft removes the stored one */
  setDraft(key: string, kept: KeptDraft | undefined): void {
    this.#unwritten.set(key, kept && !isEmptyDraft(kept.draft) ? kept : undefined);
    this.#writeSoon();
  }

  /** @returns when it is on the disk. @throws StorageError, and this window still knows it */
  async setRecord(key: string, record: AnswerRecord | undefined): Promise<void> {
    await (record ? this.#storage.records.put(key, record) : this.#storage.records.delete(key));
  }

  /**
   * Changes the record of an input request in its newest version of all windows.
   * @returns the new record, on the disk. @throws StorageError, and then nothing has changed
   */
  updateRecord(
    key: string,
    change: (before: AnswerRecord | undefined) => AnswerRecord | undefined,
  ): Promise<AnswerRecord | undefined> {
    return this.#storage.records.update(key, change);
  }

  /** The newest record of all windows, or, when the disk can't be read, the one that this window knows. */
  async latestRecord(key: string): Promise<AnswerRecord | undefined> {
    await this.#storage.records.update(key, (record) => record).catch(onUnexpectedError);
    return this.record(key);
  }

  forget(which: (ref: InputRequestRef) => boolean): void {
    const { drafts, records } = this.#storage;
    for (const [key, kept] of this.#unwritten) if (kept && which(kept)) this.#unwritten.delete(key);
    const idsOf = (entries: [string, InputRequestRef][]): string[] =>
      entries.flatMap(([id, ref]) => (which(ref) ? [id] : []));
    drafts.forget(idsOf(drafts.entries())).catch(onUnexpectedError);
    records.forget(idsOf(records.entries())).catch(onUnexpectedError);
  }

  /** Writes all drafts that aren't written yet. Failures are reported. */
  async flush(): Promise<void> {
    const changes = [...this.#unwritten];
    this.#unwritten.clear();
    const { drafts } = this.#storage;
    const writes = changes.map(([key, kept]) =>
      (kept ? drafts.put(key, kept) : drafts.delete(key)).catch(onUnexpectedError),
    );
    await Promise.all(writes);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    void this.flush();
  }

  #writeSoon(): void {
    if (this.#timer !== undefined) return;
    void this.flush();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#unwritten.size > 0) this.#writeSoon();
    }, writeInterval);
    this.#timer.unref?.();
  }
}

export const keptDraftSchema = z.object({
  connectionId: z.string(),
  runId: z.string(),
  requestId: z.string(),
  asked: ifReadable(z.number()),
  draft: draftSchema,
  at: z.number().catch(0),
});

const answerSchema = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("approval"), approved: z.boolean() }),
  z.looseObject({ type: z.literal("human_feedback"), feedback: z.string() }),
]);

export const recordSchema: z.ZodType<AnswerRecord> = z.object({
  connectionId: z.string(),
  runId: z.string(),
  requestId: z.string(),
  asked: ifReadable(z.number()),
  // Its parameters may have exact numbers and any names.
  answer: unchanged<InputAnswer>(answerSchema),
  at: z.number(),
  certain: z.boolean().catch(false),
  otherwise: ifReadable(z.boolean()),
  sender: ifReadable(z.string()),
  get earlier() {
    return ifReadable(recordSchema);
  },
});

export interface AnswerStores {
  drafts: EntityStore<KeptDraft>;
  records: EntityStore<AnswerRecord>;
}

export function answerStores(folder: StateFolder): AnswerStores {
  return {
    drafts: folder.entities("drafts", { what: "answer drafts", schema: keptDraftSchema, ...maxAnswers }),
    records: folder.entities("answers", { what: "sent answers", schema: recordSchema, ...maxAnswers }),
  };
}
