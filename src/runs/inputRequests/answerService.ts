import { asApiError } from "../../api/asApiError.ts";
import type { InputAnswer, RunsApi } from "../../api/contract.ts";
import { type Disposable, DisposableStore } from "../../base/disposable.ts";
import { Emitter } from "../../base/emitter.ts";
import { JoinedCalls } from "../../base/joinedCalls.ts";
/**
 * Input requests and their answers.
 *
 * This is the only place that keeps drafts and sends answers, for panel, *Runs* view, notifications and editors. An
 * answer is recorded on the disk before it is sent, and is sent once. After a failure `inputRequestOutcome.ts` reads
 * the run and its events to find out what happened.
 *
 * The field names of an approval aren't documented: `api/sendInputAnswer.ts` sends those of both sets, and after a refusal
 * those of each. Nothing else allows a second request.
 *
 * `views/inputRequests/inputRequestForm.ts` makes a form of any input request. The panel sends drafts and decisions;
 * `formAnswer.ts` makes the answer from the input request that the extension knows. `views/connections/watchedRuns.ts`
 * counts what waits in all watched connections, and each input request is shown in one notification, in one window.
 */
import { onUnexpectedError } from "../../base/unexpectedError.ts";
import type { AnswerDraft } from "../../model/answerDraft.ts";
import { AnswerStore, type AnswerStorage, type KeptDraft } from "./answerStore.ts";
import {
  type AnswerOutcome,
  type AnswerRecord,
  refKey,
  refOfKey,
  type InputRequestRef,
  type InputRequestState,
} from "./answerTypes.ts";
import { SentAnswers, type SentAnswersOptions } from "./sentAnswers.ts";

export interface AnswerServiceOptions extends SentAnswersOptions {
  /** Asks whether to send it, if the app is production. */
  confirm: (ref: InputRequestRef, answer: InputAnswer) => Promise<boolean>;
  storage: AnswerStorage;
  now?: () => number;
}

/** A change of an input request. */
export interface AnswerChange {
  readonly ref: InputRequestRef;
  /**
   * Who changed its draft, under the name that they gave, so that they can ignore the change. Absent when more than the
   * draft changed.
   */
  readonly draftBy?: unknown;
}

const open: AnswerOutcome = { kind: "open" };
/** The author of a draft that was changed in another window. */
const otherWindow = "another window";

/**
 * Keeps and sends answers, for all connections. Each answer is sent once, and its outcome is reported truthfully. A
 * draft is removed only when its answer has arrived, or when the person discards it.
 */
export class AnswerService implements Disposable {
  readonly #options: AnswerServiceOptions;
  readonly #now: () => number;
  readonly #store: AnswerStore;
  readonly #sent: SentAnswers;
  readonly #states = new Map<string, InputRequestState>();
  readonly #sending = new JoinedCalls<AnswerOutcome>();
  readonly #checking = new JoinedCalls<AnswerOutcome>();
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new Emitter<AnswerChange>());
  readonly onDidChange = this.#changed.event;

  constructor(options: AnswerServiceOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#store = this.#disposables.add(new AnswerStore(options.storage));
    this.#sent = new SentAnswers(this.#store, options, this.#now);
    const { drafts, records } = options.storage;
    // A window that closed right after its answer arrived has left the draft.
    for (const kept of this.#store.drafts())
      if (this.record(kept)?.certain) this.#store.setDraft(refKey(kept), undefined);
    this.#disposables.add(
      drafts.onDidChange((keys) =>
        keys.forEach((key) => this.#changed.fire({ ref: refOfKey(key), draftBy: otherWindow })),
      ),
    );
    this.#disposables.add(records.onDidChange((keys) => keys.forEach((key) => this.#hearOfRecord(refOfKey(key)))));
  }

  state(ref: InputRequestRef): InputRequestState {
    const key = refKey(ref);
    const record = this.#store.record(key);
    const recorded: InputRequestState = record?.certain ? { kind: "answered", by: "here", at: record.at } : open;
    return this.#states.get(key) ?? recorded;
  }

  draft(ref: InputRequestRef): AnswerDraft | undefined {
    return this.record(ref)?.certain ? undefined : this.#store.draft(refKey(ref))?.draft;
  }

  /** The drafts for a run's input requests. */
  drafts(connectionId: string, runId: string): KeptDraft[] {
    return this.#store
      .drafts()
      .filter((kept) => kept.connectionId === connectionId && kept.runId === runId && !this.record(kept)?.certain);
  }

  /** Stores a draft. @param by who changed it, for {@link AnswerChange.draftBy} */
  setDraft(ref: InputRequestRef, draft: AnswerDraft | undefined, by: unknown = "somebody"): void {
    this.#store.setDraft(refKey(ref), draft && { ...ref, draft, at: this.#now() });
    this.#changed.fire({ ref, draftBy: by });
  }

  /** The answer that was sent last from here. It may not have arrived. */
  record(ref: InputRequestRef): AnswerRecord | undefined {
    return this.#store.record(refKey(ref));
  }

  /** The answer from here that the app reports as received. @param data of the event that says so */
  received(ref: InputRequestRef, data: unknown): AnswerRecord | undefined {
    return this.#sent.received(ref, data);
  }

  /** Every answer since this time is recorded, in milliseconds since the epoch. Older ones may have been dropped. */
  get recordsSince(): number {
    return this.#store.recordsSince;
  }

  /** The answers to a run's input requests that were sent from here. */
  records(connectionId: string, runId: string): AnswerRecord[] {
    return this.#store.records().filter((record) => record.connectionId === connectionId && record.runId === runId);
  }

  /**
   * Sends an answer, once. A second call shares the outcome of the first one, and after an answer nothing more is sent.
   * Throws nothing: a failure is an outcome, and the draft is kept.
   *
   * @param isConfirmed whether the person was asked already
   */
  send(ref: InputRequestRef, answer: InputAnswer, isConfirmed = false): Promise<AnswerOutcome> {
    return this.#sending.run(refKey(ref), () => this.#send(ref, answer, isConfirmed));
  }

  /** Finds the outcome of an input request that its run no longer waits for. */
  check(ref: InputRequestRef): Promise<AnswerOutcome> {
    const key = refKey(ref);
    return this.#sending.get(key) ?? this.#checking.run(key, () => this.#check(ref));
  }

  /** Waits until all drafts are on the disk, or their failure was reported. */
  flush(): Promise<void> {
    return this.#store.flush();
  }

  /** Removes the drafts and answers of a connection that was removed. */
  forget(connectionId: string): void {
    this.#store.forget((ref) => ref.connectionId === connectionId);
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #send(ref: InputRequestRef, answer: InputAnswer, isConfirmed: boolean): Promise<AnswerOutcome> {
    await this.#checking.get(refKey(ref));
    const before = this.state(ref);
    if (before.kind === "answered" || (before.kind === "gone" && before.why !== "withdrawn")) return before;
    if (!isConfirmed && !(await this.#isWanted(ref, answer))) return before.kind === "sending" ? open : before;
    this.#become(ref, { kind: "sending", answer });
    // The answer is recorded on the disk before it is sent, so that the next window knows that it may have arrived.
    const record = await this.#sent.claim(ref, answer).catch(asApiError);
    if (record instanceof Error) return this.#become(ref, { kind: "failed", error: record, unknown: false });
    if (!this.#sent.isOwn(record)) return this.#become(ref, await this.#sent.elsewhere(record));
    try {
      const api = await this.#options.api(ref.connectionId);
      await api.answerInputRequest(ref.runId, answer);
      this.#readAgain(ref, api);
      return this.#become(ref, this.#sent.accept(record));
    } catch (thrown) {
      return this.#become(ref, await this.#sent.afterFailure(record, asApiError(thrown)));
    }
  }

  async #isWanted(ref: InputRequestRef, answer: InputAnswer): Promise<boolean> {
    return this.#options.confirm(ref, answer).catch((error: unknown) => {
      onUnexpectedError(error);
      return false;
    });
  }

  /** The outcome that another window found for its answer counts here, too. */
  #hearOfRecord(ref: InputRequestRef): void {
    const record = this.record(ref);
    const key = refKey(ref);
    if (this.#sending.get(key) ?? this.#checking.get(key)) return;
    if (record?.certain) this.#become(ref, { kind: "answered", by: "here", at: record.at });
    else this.#changed.fire({ ref });
  }

  async #check(ref: InputRequestRef): Promise<AnswerOutcome> {
    const state = this.state(ref);
    if (state.kind === "answered" || state.kind === "gone") return state;
    try {
      const settled = await this.#sent.settle(ref);
      // A call to `send` in the meantime waits for this.
      if (settled) return this.#become(ref, settled);
    } catch (error) {
      onUnexpectedError(error);
    }
    return state.kind === "sending" ? open : state;
  }

  #readAgain({ connectionId, runId }: InputRequestRef, api: RunsApi): void {
    api.getRun(runId).then((run) => this.#options.onRun(connectionId, run), onUnexpectedError);
  }

  #become<T extends InputRequestState>(ref: InputRequestRef, state: T): T {
    this.#states.set(refKey(ref), state);
    const { connectionId, runId, requestId } = ref;
    this.#changed.fire({ ref: { connectionId, runId, requestId } });
    return state;
  }
}
