/**
 * Input requests and their answers.
 *
 * This is the only place that keeps drafts and sends answers, for panel, *Runs* view, notifications and editors. An
 * answer is recorded on the disk before it is sent, and is sent once. After a failure `inputRequestOutcome.ts` reads
 * the run and its events to find out what happened.
 *
 * A run may ask several questions under one id, one after the other. `askedQuestions.ts` knows which one an id stands
 * for: everything here is kept by the id and the event that asked. Before an answer is sent, the events are read, so
 * that it never answers another question than the person saw.
 *
 * The field names of an approval aren't documented: `api/sendInputAnswer.ts` sends those of both sets, and after a refusal
 * those of each. Nothing else allows a second request.
 *
 * `vscode/inputRequestForm.ts` makes a form of any input request. The panel sends drafts and decisions;
 * `inputRequestForm.ts` makes the answer from the input request that the extension knows. `watchedRuns.ts` of connections
 * counts what waits in all watched connections, and each input request is shown in one notification, in one window.
 */

import { setTimeout as sleep } from "node:timers/promises";
import { asApiError } from "#api/asApiError.ts";
import type { InputAnswer, RunsApi } from "#api/contract.ts";
import { isApiError } from "#api/errors.ts";
import type { InputRequest } from "#api/schemas.ts";
import { type Disposable, DisposableStore } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { JoinedCalls } from "#base/joinedCalls.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import type { AnswerDraft } from "#model/answerDraft.ts";
import { answerOf, decisionIn } from "#model/inputRequestEvents.ts";
import { AnswerStore, type AnswerStorage, type KeptDraft } from "./answerStore.ts";
import {
  type AnsweredState,
  type AnswerOutcome,
  type AnswerRecord,
  refKey,
  refOfKey,
  type InputRequestRef,
  type InputRequestState,
} from "./answerTypes.ts";
import { AskedQuestions, isOtherQuestion, type NewestQuestion, withoutAsked } from "./askedQuestions.ts";
import { otherDecision, questionsOf } from "./inputRequestOutcome.ts";
import { SentAnswers, type SentAnswersOptions } from "./sentAnswers.ts";

export interface AnswerServiceOptions extends SentAnswersOptions {
  /** Asks whether to send it, if the app is production. */
  confirm: (ref: InputRequestRef, answer: InputAnswer) => Promise<boolean>;
  storage: AnswerStorage;
  now?: () => number;
  /** In milliseconds: so long after an approval arrived, and after each other, its run's events are compared with it. */
  compareDelays?: readonly number[];
}

export interface AnswerChange {
  readonly ref: InputRequestRef;
  /**
   * Who changed its draft, under the name that they gave, so that they can ignore the change. Absent when more than the
   * draft changed.
   */
  readonly draftBy?: unknown;
}

interface Sending {
  /** Names the input request, with the event that asked once it is known. */
  ref: InputRequestRef;
  readonly outcome: Promise<AnswerOutcome>;
}

const openOutcome: AnswerOutcome = { kind: "open" };
/** In milliseconds: an answer doesn't wait longer until it is known which event asked. */
const maxLookTime = 5_000;
/** In milliseconds: an app may report a decision long after its HTTP response. */
const defaultCompareDelays = [0, 2_000, 10_000, 60_000];
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
  readonly #questions = new AskedQuestions();
  readonly #states = new Map<string, InputRequestState>();
  /** The answers on their way, by input request, whatever its question: one at a time. */
  readonly #sending = new Map<string, Sending>();
  readonly #locating = new JoinedCalls<boolean>();
  readonly #checking = new JoinedCalls<AnswerOutcome>();
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new Emitter<AnswerChange>());
  readonly onDidChange = this.#changed.event;
  readonly #given = this.#disposables.add(new Emitter<InputRequestRef>());
  /** Fires when an answer that a person has given in this window has arrived: not one of an agent or of a test. */
  readonly onDidGive = this.#given.event;
  readonly #otherwise = this.#disposables.add(new Emitter<AnswerRecord>());
  /** Fires once with an approval from here of which the run says the other decision, among all windows. */
  readonly onDidHearOtherwise = this.#otherwise.event;
  /** The answers of which this window has noted that. */
  readonly #heard = new Set<string>();
  readonly #end = new AbortController();

  constructor(options: AnswerServiceOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#store = this.#disposables.add(new AnswerStore(options.storage));
    this.#sent = new SentAnswers(this.#store, options, this.#now);
    const { drafts, records } = options.storage;
    // Until the events are read, the newest question is the one that was answered or drafted last.
    for (const ref of [...this.#store.records(), ...this.#store.drafts()]) this.#noteStored(ref);
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

  /** The state of the newest question under the id, unless the event that asked is given. No late list reopens it. */
  state(ref: InputRequestRef): InputRequestState {
    const state = this.#find(ref, (key) => this.#states.get(key));
    if (state) return state;
    const record = this.record(ref);
    if (record?.certain) return answeredHere(record);
    return this.#questions.isOver(ref) ? { kind: "gone", why: "withdrawn" } : openOutcome;
  }

  draft(ref: InputRequestRef): AnswerDraft | undefined {
    return this.record(ref)?.certain ? undefined : this.#find(ref, (key) => this.#store.draft(key))?.draft;
  }

  /** An input request with the event that asked, as far as it is known. */
  known(ref: InputRequestRef): InputRequestRef {
    return this.#questions.resolve(ref);
  }

  /** The question that is meant. @param listed as the run has it, which may be late */
  request(ref: InputRequestRef, listed: InputRequest): InputRequest {
    return this.#questions.request(ref, listed);
  }

  /** Whether the run asked another question under this id before. */
  isLater(ref: InputRequestRef): boolean {
    const newest = this.#questions.newest(ref);
    return newest !== undefined && newest.isLater && this.#questions.resolve(ref).asked === newest.asked;
  }

  /** Takes the newest question under an id from the run's events. Only a newer one than before changes anything. */
  note(ref: InputRequestRef, question: NewestQuestion): void {
    const before = this.#questions.resolve(withoutAsked(ref));
    if (!this.#questions.note(ref, question)) return;
    const now = this.#questions.resolve(withoutAsked(ref));
    // The same question was asked again: its draft stays.
    const kept =
      before.asked !== undefined && before.asked >= question.since ? this.#store.draft(refKey(before)) : undefined;
    if (kept) {
      this.#store.setDraft(refKey(before), undefined);
      this.#store.setDraft(refKey(now), { ...kept, ...now });
    }
    this.#changed.fire({ ref: now });
  }

  /** Reads the run's events for the event that asked. After a failure it stays unknown. */
  async locate(ref: InputRequestRef): Promise<InputRequestRef> {
    await this.#locating.run(refKey(withoutAsked(ref)), () => this.#locate(ref));
    return this.known(ref);
  }

  /** The answers from here that have arrived at the runs of an app, by their runs, oldest first. */
  answersOf(connectionId: string): Map<string, InputAnswer[]> {
    const own = this.#store.records().filter((record) => record.connectionId === connectionId && record.certain);
    const inOrder = own.toSorted((a, b) => a.at - b.at);
    const answers = new Map<string, InputAnswer[]>();
    for (const { runId, answer } of inOrder) answers.set(runId, [...(answers.get(runId) ?? []), answer]);
    return answers;
  }

  drafts(connectionId: string, runId: string): KeptDraft[] {
    return this.#store
      .drafts()
      .filter((kept) => kept.connectionId === connectionId && kept.runId === runId && !this.record(kept)?.certain);
  }

  /** Stores a draft. @param by who changed it, for {@link AnswerChange.draftBy} */
  setDraft(ref: InputRequestRef, draft: AnswerDraft | undefined, by: unknown = "somebody"): void {
    const kept = this.#questions.resolve(ref);
    for (const key of this.#questions.keys(ref)) {
      const isOwn = key === refKey(kept);
      if (isOwn || this.#store.draft(key))
        this.#store.setDraft(key, isOwn ? draft && { ...kept, draft, at: this.#now() } : undefined);
    }
    this.#changed.fire({ ref, draftBy: by });
  }

  /** The answer that was sent last from here. It may not have arrived. */
  record(ref: InputRequestRef): AnswerRecord | undefined {
    return this.#find(ref, (key) => this.#store.record(key));
  }

  /**
   * Takes an answer that the run's events report. An app that doesn't know the names in an approval may decide by
   * itself, with an HTTP response that says nothing of it.
   *
   * @param data of the event that says so
   * @param since the sequence of the first event that asked the question
   * @returns the answer from here that the app reports as received
   */
  hear(ref: InputRequestRef, data: unknown, since?: number): AnswerRecord | undefined {
    const record = this.#sent.received(ref, data, since);
    const isNews = record?.certain && record.otherwise === undefined && !this.#heard.has(refKey(record));
    const otherwise = isNews ? otherDecision(data, record.answer) : undefined;
    if (isNews && otherwise !== undefined) {
      this.#heard.add(refKey(record));
      this.#noteOtherwise(record, otherwise).catch(onUnexpectedError);
    }
    return record;
  }

  /** Every answer since this time is recorded, in milliseconds since the epoch. Older ones may have been dropped. */
  get recordsSince(): number {
    return this.#store.recordsSince;
  }

  /**
   * Sends an answer, once. A second call shares the outcome of the first one, and after an answer nothing more is sent.
   * Throws nothing: a failure is an outcome, and the draft is kept.
   *
   * @param isConfirmed whether the person was asked already
   */
  send(ref: InputRequestRef, answer: InputAnswer, isConfirmed = false): Promise<AnswerOutcome> {
    const key = refKey(withoutAsked(ref));
    const going = this.#sending.get(key);
    // An answer to another question under the same id waits.
    if (going)
      return isOtherQuestion(going.ref, this.known(ref))
        ? going.outcome.then(() => this.send(ref, answer, isConfirmed))
        : going.outcome;
    const outcome = Promise.resolve()
      .then(() => this.#send(ref, answer, isConfirmed))
      .finally(() => this.#sending.delete(key));
    this.#sending.set(key, { ref: this.known(ref), outcome });
    return outcome;
  }

  check(ref: InputRequestRef): Promise<AnswerOutcome> {
    const knownRef = this.known(ref);
    return this.#sendingOf(knownRef) ?? this.#checking.run(refKey(knownRef), () => this.#check(knownRef));
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
    this.#end.abort();
    this.#disposables.dispose();
  }

  async #send(asked: InputRequestRef, answer: InputAnswer, isConfirmed: boolean): Promise<AnswerOutcome> {
    // The question that the person saw, even if the run asks the next one meanwhile.
    const seen = this.known(asked);
    await this.#checking.get(refKey(seen));
    const before = this.state(seen);
    if (before.kind === "answered" || (before.kind === "gone" && before.why !== "withdrawn")) return before;
    if (!isConfirmed && !(await this.#isWanted(seen, answer))) return before.kind === "sending" ? openOutcome : before;
    this.#become(seen, { kind: "sending", answer });
    const isAnswered = await this.#locating.run(refKey(withoutAsked(seen)), () => this.#locate(seen));
    const ref = this.known(seen);
    const sending = this.#sending.get(refKey(withoutAsked(ref)));
    if (sending) sending.ref = ref;
    // The answer would reach another question than the person saw, or none.
    if (isAnswered || this.#questions.isOver(ref)) {
      const settled = await this.#sent.settle(ref).catch(asApiError);
      if (settled && !(settled instanceof Error)) return this.#become(ref, settled);
      if (this.#questions.isOver(ref)) return this.#become(ref, { kind: "gone", why: "withdrawn" });
    }
    if (ref.asked !== seen.asked) this.#become(ref, { kind: "sending", answer });
    // The answer is recorded on the disk before it is sent, so that the next window knows that it may have arrived.
    const record = await this.#sent.claim(ref, answer).catch(asApiError);
    if (record instanceof Error) return this.#become(ref, { kind: "failed", error: record, unknown: false });
    if (!this.#sent.isOwn(record)) return this.#become(ref, await this.#sent.elsewhere(record));
    try {
      const api = await this.#options.api(ref.connectionId);
      await api.answerInputRequest(ref.runId, answer);
      this.#readAgain(ref, api);
      const outcome = this.#become(ref, this.#sent.accept(record));
      if (!isConfirmed) this.#given.fire(ref);
      if (answer.type === "approval") this.#compare(ref, api).catch(onUnexpectedError);
      return outcome;
    } catch (thrown) {
      return this.#become(ref, await this.#sent.afterFailure(record, asApiError(thrown)));
    }
  }

  /** @returns whether the events report an answer to the newest question under the id */
  async #locate({ connectionId, runId, requestId }: InputRequestRef): Promise<boolean> {
    try {
      const api = await this.#options.api(connectionId);
      const options = { signal: AbortSignal.timeout(maxLookTime) };
      const newest = (await questionsOf(api, runId, requestId, undefined, options)).newest(requestId);
      if (!newest) return false;
      const { since, asked, answer, isLater, isApproval } = newest;
      const ref = { connectionId, runId, requestId };
      const event = { isApproval, data: asked.data };
      this.note(ref, { since: since.sequence, asked: asked.sequence, isLater, event });
      return answer !== undefined;
    } catch (error) {
      // If the app can't be reached, the answer says so when it is sent.
      if (!isApiError(error)) onUnexpectedError(error);
      return false;
    }
  }

  async #isWanted(ref: InputRequestRef, answer: InputAnswer): Promise<boolean> {
    return this.#options.confirm(ref, answer).catch((error: unknown) => {
      onUnexpectedError(error);
      return false;
    });
  }

  #noteStored(ref: InputRequestRef): void {
    if (ref.asked !== undefined) this.#questions.note(ref, { since: ref.asked, asked: ref.asked, isLater: false });
  }

  /** The outcome that another window found for its answer counts here, too. */
  #hearOfRecord(ref: InputRequestRef): void {
    this.#noteStored(ref);
    const record = this.record(ref);
    if (this.#sendingOf(ref) ?? this.#checking.get(refKey(ref))) return;
    if (record?.certain) this.#become(ref, answeredHere(record));
    else this.#changed.fire({ ref });
  }

  async #check(ref: InputRequestRef): Promise<AnswerOutcome> {
    const state = this.state(ref);
    // That a later question was asked doesn't say how this one was settled.
    const isGuess = state.kind === "gone" && this.#find(ref, (key) => this.#states.get(key)) === undefined;
    if (state.kind === "answered" || (state.kind === "gone" && !isGuess)) return state;
    try {
      const settled = await this.#sent.settle(ref);
      // A call to `send` in the meantime waits for this.
      if (settled) return this.#become(ref, settled);
    } catch (error) {
      onUnexpectedError(error);
    }
    return state.kind === "sending" ? openOutcome : state;
  }

  #readAgain({ connectionId, runId }: InputRequestRef, api: RunsApi): void {
    api.getRun(runId).then((run) => this.#options.onRun(connectionId, run), onUnexpectedError);
  }

  /** Reads the events of a run until they say how an approval was decided, which may be late. */
  async #compare(ref: InputRequestRef, api: RunsApi): Promise<void> {
    const { signal } = this.#end;
    for (const wait of this.#options.compareDelays ?? defaultCompareDelays) {
      await sleep(wait, undefined, { ref: false, signal }).catch(() => undefined);
      if (signal.aborted) return;
      const questions = await questionsOf(api, ref.runId, ref.requestId, ref.asked, { signal }).catch(asApiError);
      if (questions instanceof Error) continue;
      const { answer, since } =
        (ref.asked === undefined ? questions.newest(ref.requestId) : questions.find(ref.requestId, ref.asked)) ?? {};
      const stray = questions.stray(ref.requestId);
      const data = answer?.data ?? (stray && answerOf(stray));
      if (data !== undefined) this.hear(ref, data, since?.sequence);
      if (decisionIn(data) !== undefined) return;
    }
  }

  async #noteOtherwise(record: AnswerRecord, otherwise: boolean): Promise<void> {
    const noted = await this.#sent.noteOtherwise(record, otherwise);
    this.#become(record, answeredHere({ ...record, otherwise }));
    if (noted) this.#otherwise.fire(noted);
  }

  #sendingOf(ref: InputRequestRef): Promise<AnswerOutcome> | undefined {
    const going = this.#sending.get(refKey(withoutAsked(ref)));
    return going && !isOtherQuestion(going.ref, ref) ? going.outcome : undefined;
  }

  #find<T>(ref: InputRequestRef, get: (key: string) => T | undefined): T | undefined {
    for (const key of this.#questions.keys(ref)) {
      const found = get(key);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #become<T extends InputRequestState>(of: InputRequestRef, state: T): T {
    const ref = this.known(of);
    // What was kept before the event that asked was known.
    this.#states.delete(refKey(withoutAsked(ref)));
    this.#states.set(refKey(ref), state);
    this.#changed.fire({ ref: refOfKey(refKey(ref)) });
    return state;
  }
}

function answeredHere({ at, otherwise }: AnswerRecord): AnsweredState {
  return { kind: "answered", by: "here", at, otherwise };
}
