import { randomUUID } from "node:crypto";
import type { InputAnswer, RunsApi } from "#api/contract.ts";
import { ApiError } from "#api/errors.ts";
import type { Run } from "#api/schemas.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import type { AnswerStore } from "./answerStore.ts";
import { type AnswerOutcome, type AnswerRecord, type InputRequestRef, refKey, refOfKey } from "./answerTypes.ts";
import { isSameRequest, withoutAsked } from "./askedQuestions.ts";
import { inputRequestOutcome, type InputRequestOutcome, isSameAnswer } from "./inputRequestOutcome.ts";

/**
 * In milliseconds. If another window takes longer to send an answer, which it may try twice, it has ended meanwhile.
 */
const maxSendTime = 120_000;

export interface SentAnswersOptions {
  /** @throws ApiError */
  api: (connectionId: string) => Promise<RunsApi>;
  /** Called with every version of a run that was read. */
  onRun: (connectionId: string, run: Run) => void;
}

/** The answers that were sent from here, in all windows: which window sends one, and its outcome. */
export class SentAnswers {
  readonly #store: AnswerStore;
  readonly #options: SentAnswersOptions;
  readonly #now: () => number;
  readonly #window = randomUUID();

  constructor(store: AnswerStore, options: SentAnswersOptions, now: () => number) {
    this.#store = store;
    this.#options = options;
    this.#now = now;
  }

  isOwn({ sender }: AnswerRecord): boolean {
    return sender === this.#window;
  }

  /**
   * @returns the record of the input request: of this window's answer, unless another window has sent one or is sending
   * it.
   * @throws StorageError
   */
  async claim(ref: InputRequestRef, answer: InputAnswer): Promise<AnswerRecord> {
    const at = this.#now();
    const own: AnswerRecord = { ...ref, answer, at, certain: false, sender: this.#window };
    const kept = await this.#store.updateRecord(refKey(ref), (before) => {
      // The clock may have been set back since: then the other window's answer isn't that of a moment ago.
      const isRecent = before !== undefined && Math.abs(at - before.at) < maxSendTime;
      const isOthers = isRecent && before.sender !== undefined && before.sender !== this.#window;
      if (before?.certain || isOthers) return before;
      return before ? { ...own, earlier: withoutSender(before) } : own;
    });
    return kept ?? own;
  }

  /** Another window was faster. The run shows what came of it. */
  async elsewhere(record: AnswerRecord): Promise<AnswerOutcome> {
    if (record.certain) return { kind: "answered", by: "here", at: record.at };
    const message =
      "Another window is sending an answer to this input request. Wait a moment, then check the run before you send yours.";
    const failed: AnswerOutcome = { kind: "failed", error: new ApiError({ kind: "aborted", message }), unknown: true };
    try {
      return (await this.settle(record)) ?? failed;
    } catch {
      return failed;
    }
  }

  /**
   * The answer from here that the app reports as received.
   *
   * @param data of the event that says so
   * @param since the sequence of the first event that asked the question
   */
  received(ref: InputRequestRef, data: unknown, since = ref.asked): AnswerRecord | undefined {
    const { asked: until = since } = ref;
    const isAbout = ({ asked }: InputRequestRef): boolean =>
      asked === undefined || since === undefined || until === undefined || (asked >= since && asked <= until);
    const records = this.#store.records().filter((record) => isSameRequest(record, ref) && isAbout(record));
    for (const record of records.toSorted((a, b) => b.at - a.at)) {
      // A record from before the asking event was known may be one of an earlier question.
      const isKnown = record.asked !== undefined || ref.asked === undefined;
      for (let sent: AnswerRecord | undefined = record; sent; sent = sent.earlier)
        if ((sent.certain && isKnown) || isSameAnswer(data, sent.answer)) return sent;
    }
    return undefined;
  }

  /** The answer failed, or its response was lost. The run shows what is true. */
  async afterFailure(record: AnswerRecord, error: ApiError): Promise<AnswerOutcome> {
    // An answer that was certainly refused needs no record, but an earlier attempt may still have arrived.
    const attempt = await this.#replace(record, error.outcomeUnknown ? withoutSender(record) : record.earlier);
    try {
      const settled = await this.settle(record);
      return settled ?? { kind: "failed", error, unknown: false };
    } catch {
      return { kind: "failed", error, unknown: attempt !== undefined };
    }
  }

  /** @returns the outcome according to the run, or `undefined` while the input request is pending. @throws ApiError */
  async settle(ref: InputRequestRef): Promise<AnswerOutcome | undefined> {
    const fate = await this.#fate(ref);
    switch (fate.kind) {
      case "pending":
        return undefined;
      case "answered": {
        // The record is read after the run, because another window may have sent its answer meanwhile, also one that
        // couldn't read which event asked.
        const question = { ...ref, asked: fate.asked ?? ref.asked };
        await this.#store.latestRecord(refKey(withoutAsked(ref)));
        const latest = await this.#store.latestRecord(refKey(question));
        const ours = this.received(question, fate.data, fate.since);
        if (ours) return this.accept({ ...ours, at: fate.at ?? ours.at });
        if (latest) await this.#replace(latest, undefined);
        return { kind: "answered", by: "elsewhere", at: fate.at, said: fate.data };
      }
      case "gone":
        return { kind: "gone", why: fate.why, at: fate.at };
    }
  }

  /** The answer has arrived, so its draft isn't needed any more. */
  accept({ answer, at, otherwise, ...record }: AnswerRecord): AnswerOutcome {
    const ref = refOfKey(refKey(record));
    this.#store.setDraft(refKey(ref), undefined);
    // One that was written before the event that asked was known.
    this.#store.setDraft(refKey(withoutAsked(ref)), undefined);
    this.#record(ref, { ...ref, answer, at, certain: true, otherwise });
    return { kind: "answered", by: "here", at, otherwise };
  }

  /**
   * Notes that the run says another decision than the answer from here.
   *
   * @returns the record, if no window has noted it before
   */
  async noteOtherwise(record: AnswerRecord, otherwise: boolean): Promise<AnswerRecord | undefined> {
    let noted: AnswerRecord | undefined;
    await this.#store.updateRecord(refKey(record), (now) => {
      if (!now?.certain || now.otherwise !== undefined) return now;
      return (noted = { ...now, otherwise });
    });
    return noted;
  }

  async #fate({ connectionId, runId, requestId, asked }: InputRequestRef): Promise<InputRequestOutcome> {
    const fate = await inputRequestOutcome(await this.#options.api(connectionId), runId, requestId, asked);
    this.#options.onRun(connectionId, fate.run);
    return fate;
  }

  #record(ref: InputRequestRef, record: AnswerRecord | undefined): void {
    this.#store.setRecord(refKey(ref), record).catch(onUnexpectedError);
  }

  /**
   * Writes the outcome of an attempt, unless another window has changed the record since: its attempt must not be lost.
   * @returns the new record
   */
  async #replace(attempt: AnswerRecord, left: AnswerRecord | undefined): Promise<AnswerRecord | undefined> {
    const key = refKey(attempt);
    const isStillThere = (now: AnswerRecord | undefined): boolean =>
      now?.at === attempt.at && now.sender === attempt.sender && !now.certain;
    try {
      return await this.#store.updateRecord(key, (now) => (isStillThere(now) ? left : now));
    } catch {
      // The disk can't be written, so other windows don't know of it, either. It counts in this window, and the failure
      // is reported.
      this.#record(attempt, left);
      return left;
    }
  }
}

function withoutSender(record: AnswerRecord): AnswerRecord {
  const { sender: _, ...rest } = record;
  return rest;
}
