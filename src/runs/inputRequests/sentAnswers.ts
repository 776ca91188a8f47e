import { randomUUID } from "node:crypto";
import type { InputAnswer, RunsApi } from "../../api/contract.ts";
import { ApiError } from "../../api/errors.ts";
import type { Run } from "../../api/schemas.ts";
import type { AnswerStore } from "./answerStore.ts";
import { type AnswerOutcome, type AnswerRecord, type InputRequestRef, refKey } from "./answerTypes.ts";
import { inputRequestOutcome, type InputRequestOutcome, isSameAnswer } from "./inputRequestOutcome.ts";

/**
 * So long another window may be at sending an answer, twice at most, in milliseconds; then it has ended in the middle.
 */
const longestSending = 120_000;

export interface SentAnswersOptions {
  /** @throws ApiError */
  api: (connectionId: string) => Promise<RunsApi>;
  /** Hears of every version of a run that was read. */
  onRun: (connectionId: string, run: Run) => void;
  /** What failed in the background. */
  onError: (error: unknown) => void;
}

/** The answers that were sent from here, in all windows: who sends one, and what became of it. */
export class SentAnswers {
  readonly #store: AnswerStore;
  readonly #options: SentAnswersOptions;
  readonly #now: () => number;
  /** This window, among those that send. */
  readonly #window = randomUUID();

  constructor(store: AnswerStore, options: SentAnswersOptions, now: () => number) {
    this.#store = store;
    this.#options = options;
    this.#now = now;
  }

  /** Whether it is this window that sends it. */
  isOwn({ sender }: AnswerRecord): boolean {
    return sender === this.#window;
  }

  /**
   * @returns the record of the request: of this window's answer, unless another window has sent one or is just sending.
   * @throws StorageError
   */
  async claim(ref: InputRequestRef, answer: InputAnswer): Promise<AnswerRecord> {
    const at = this.#now();
    const own: AnswerRecord = { ...ref, answer, at, certain: false, sender: this.#window };
    const kept = await this.#store.updateRecord(refKey(ref), (before) => {
      const isOthers =
        before?.sender !== undefined && before.sender !== this.#window && at - before.at < longestSending;
      if (before?.certain || isOthers) return before;
      return before ? { ...own, earlier: withoutSender(before) } : own;
    });
    return kept ?? own;
  }

  /** Another window was quicker: the run tells what came of it. */
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

  /** The answer from here that the app reports as received. @param data of the event that says so */
  received(ref: InputRequestRef, data: unknown): AnswerRecord | undefined {
    for (let sent = this.#store.record(refKey(ref)); sent; sent = sent.earlier) {
      if (sent.certain || isSameAnswer(data, sent.answer)) return sent;
    }
    return undefined;
  }

  /** The answer did not go through, or nobody heard whether it did: the run tells what is true. */
  async afterFailure(record: AnswerRecord, error: ApiError): Promise<AnswerOutcome> {
    // What was certainly not taken is no record; an earlier attempt may still have arrived.
    const attempt = await this.#replace(record, error.outcomeUnknown ? withoutSender(record) : record.earlier);
    try {
      const settled = await this.settle(record);
      return settled ?? { kind: "failed", error, unknown: false };
    } catch {
      return { kind: "failed", error, unknown: attempt !== undefined };
    }
  }

  /** @returns what the run says of the request, or `undefined` while it is pending. @throws ApiError */
  async settle(ref: InputRequestRef): Promise<AnswerOutcome | undefined> {
    const fate = await this.#fate(ref);
    switch (fate.kind) {
      case "pending":
        return undefined;
      case "answered": {
        // Another window may have sent its answer since: the record is read after the run was.
        const latest = await this.#store.latestRecord(refKey(ref));
        const ours = this.received(ref, fate.data);
        if (ours) return this.accept({ ...ours, at: fate.at ?? ours.at });
        if (latest) await this.#replace(latest, undefined);
        return { kind: "answered", by: "elsewhere", at: fate.at };
      }
      case "gone":
        return { kind: "gone", why: fate.why, at: fate.at };
    }
  }

  /** It has arrived: the draft has done its work. */
  accept({ connectionId, runId, requestId, answer, at }: AnswerRecord): AnswerOutcome {
    const ref = { connectionId, runId, requestId };
    this.#store.setDraft(refKey(ref), undefined);
    this.#record(ref, { ...ref, answer, at, certain: true });
    return { kind: "answered", by: "here", at };
  }

  async #fate({ connectionId, runId, requestId }: InputRequestRef): Promise<InputRequestOutcome> {
    const fate = await inputRequestOutcome(await this.#options.api(connectionId), runId, requestId);
    this.#options.onRun(connectionId, fate.run);
    return fate;
  }

  #record(ref: InputRequestRef, record: AnswerRecord | undefined): void {
    this.#store.setRecord(refKey(ref), record).catch(this.#options.onError);
  }

  /**
   * Writes what is left of an attempt, unless another window has written the record since: its attempt is not lost for
   * ours.
   * @returns the record as it is then
   */
  async #replace(attempt: AnswerRecord, left: AnswerRecord | undefined): Promise<AnswerRecord | undefined> {
    const key = refKey(attempt);
    const isStillThere = (now: AnswerRecord | undefined): boolean =>
      now?.at === attempt.at && now.sender === attempt.sender && !now.certain;
    try {
      return await this.#store.updateRecord(key, (now) => (isStillThere(now) ? left : now));
    } catch {
      // The disk can't be written, so other windows don't know of it, either: it counts in this window, and that is
      // reported.
      this.#record(attempt, left);
      return left;
    }
  }
}

function withoutSender(record: AnswerRecord): AnswerRecord {
  const { sender: _, ...rest } = record;
  return rest;
}
