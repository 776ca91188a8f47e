import { randomUUID } from "node:crypto";
import { asApiError } from "../../api/asApiError.ts";
import type { InputAnswer, RunsApi } from "../../api/contract.ts";
import { ApiError } from "../../api/errors.ts";
import type { Run } from "../../api/schemas.ts";
import { type Disposable, DisposableStore } from "../../base/disposable.ts";
import { Emitter } from "../../base/emitter.ts";
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
import { ApprovalSender } from "./approvalSender.ts";
import { isSameAnswer, inputRequestOutcome, type InputRequestOutcome } from "./inputRequestOutcome.ts";

export interface AnswerServiceOptions {
  /** @throws ApiError */
  api: (connectionId: string) => Promise<RunsApi>;
  /** Hears of every version of a run that was read. */
  onRun: (connectionId: string, run: Run) => void;
  /** Whether to send it: asks where the app is production. */
  confirm: (ref: InputRequestRef, answer: InputAnswer) => Promise<boolean>;
  storage: AnswerStorage;
  /** What failed in the background. */
  onError: (error: unknown) => void;
  now?: () => number;
}

/** Something about a request is different. */
export interface AnswerChange {
  readonly ref: InputRequestRef;
  /**
   * Who changed its draft, as they called themselves: they need not be told. Absent when more than the draft changed.
   */
  readonly draftBy?: unknown;
}

const open: AnswerOutcome = { kind: "open" };
/**
 * So long another window may be at sending an answer, twice at most, in milliseconds; then it has ended in the middle.
 */
const longestSending = 120_000;
/** Who has changed a draft in another window. */
const otherWindow = "another window";

/**
 * Where answers are written and sent, for all connections: each is sent once, and then it says truly what became of it.
 * A draft leaves only when its answer has arrived, or when the person takes it away.
 */
export class AnswerService implements Disposable {
  readonly #options: AnswerServiceOptions;
  readonly #now: () => number;
  readonly #store: AnswerStore;
  readonly #sender: ApprovalSender;
  readonly #states = new Map<string, InputRequestState>();
  readonly #sending = new Map<string, Promise<AnswerOutcome>>();
  readonly #checking = new Map<string, Promise<AnswerOutcome>>();
  /** This window, among those that send. */
  readonly #window = randomUUID();
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new Emitter<AnswerChange>());
  readonly onDidChange = this.#changed.event;

  constructor(options: AnswerServiceOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#store = this.#disposables.add(new AnswerStore(options.storage, options.onError));
    this.#sender = new ApprovalSender(options.storage.approvals, options.onError);
    const { drafts, records } = options.storage;
    // A window that ended right after its answer had arrived has left the draft.
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

  /** The kept drafts of a run's requests. */
  drafts(connectionId: string, runId: string): KeptDraft[] {
    return this.#store
      .drafts()
      .filter((kept) => kept.connectionId === connectionId && kept.runId === runId && !this.record(kept)?.certain);
  }

  /** Keeps what was typed so far. @param by whoever changed it, for {@link AnswerChange.draftBy} */
  setDraft(ref: InputRequestRef, draft: AnswerDraft | undefined, by: unknown = "somebody"): void {
    this.#store.setDraft(refKey(ref), draft && { ...ref, draft, at: this.#now() });
    this.#changed.fire({ ref, draftBy: by });
  }

  /** What was sent from here last; it may not have arrived. */
  record(ref: InputRequestRef): AnswerRecord | undefined {
    return this.#store.record(refKey(ref));
  }

  /** The answer from here that the app reports as received. @param data of the event that says so */
  received(ref: InputRequestRef, data: unknown): AnswerRecord | undefined {
    for (let sent = this.record(ref); sent; sent = sent.earlier) {
      if (sent.certain || isSameAnswer(data, sent.answer)) return sent;
    }
    return undefined;
  }

  /** Since when every answer from here is on record, in milliseconds since the epoch; the oldest ones are forgotten. */
  get recordsSince(): number {
    return this.#store.recordsSince;
  }

  /** The answers to a run's requests that were sent from here. */
  records(connectionId: string, runId: string): AnswerRecord[] {
    return this.#store.records().filter((record) => record.connectionId === connectionId && record.runId === runId);
  }

  /**
   * Sends an answer, once: while one is on its way, another call shares its outcome, and after it was answered nothing
   * is sent any more. Throws nothing: what went wrong is the outcome, and the draft is kept.
   */
  send(ref: InputRequestRef, answer: InputAnswer): Promise<AnswerOutcome> {
    return once(this.#sending, refKey(ref), () => this.#send(ref, answer));
  }

  /** Finds out what became of a request that its run does not wait for any more. */
  check(ref: InputRequestRef): Promise<AnswerOutcome> {
    const key = refKey(ref);
    return this.#sending.get(key) ?? once(this.#checking, key, () => this.#check(ref));
  }

  /** Waits until what was typed is on the disk, or was reported. */
  flush(): Promise<void> {
    return this.#store.flush();
  }

  /** Forgets what was typed and sent on a connection that was removed. */
  forget(connectionId: string): void {
    this.#store.forget((ref) => ref.connectionId === connectionId);
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #send(ref: InputRequestRef, answer: InputAnswer): Promise<AnswerOutcome> {
    await this.#checking.get(refKey(ref));
    const before = this.state(ref);
    if (before.kind === "answered" || (before.kind === "gone" && before.why !== "withdrawn")) return before;
    const wanted = await this.#options.confirm(ref, answer).catch((error: unknown) => {
      this.#options.onError(error);
      return false;
    });
    if (!wanted) return before.kind === "sending" ? open : before;
    this.#become(ref, { kind: "sending", answer });
    // On the disk before it leaves: a window that goes away in between still knows that it may have arrived.
    const record = await this.#claim(ref, answer).catch(asApiError);
    if (record instanceof Error) return this.#become(ref, { kind: "failed", error: record, unknown: false });
    if (record.sender !== this.#window) return this.#become(ref, await this.#sentElsewhere(record));
    try {
      const api = await this.#options.api(ref.connectionId);
      await this.#sender.send(api, ref.connectionId, ref.runId, answer);
      this.#readAgain(ref, api);
      return this.#accept(record);
    } catch (thrown) {
      return this.#become(ref, await this.#afterFailure(record, asApiError(thrown)));
    }
  }

  /**
   * @returns the record of the request: of this window's answer, unless another window has sent one or is just sending.
   * @throws StorageError
   */
  async #claim(ref: InputRequestRef, answer: InputAnswer): Promise<AnswerRecord> {
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
  async #sentElsewhere(record: AnswerRecord): Promise<AnswerOutcome> {
    if (record.certain) return { kind: "answered", by: "here", at: record.at };
    const message =
      "Another window is sending an answer to this input request. Wait a moment, then check the run before you send yours.";
    const failed: AnswerOutcome = { kind: "failed", error: new ApiError({ kind: "aborted", message }), unknown: true };
    try {
      const fate = await this.#fate(record);
      // The window that sent it takes its draft away.
      return (await this.#settle(record, fate)) ?? failed;
    } catch {
      return failed;
    }
  }

  /** What another window has found out about its answer counts here, too. */
  #hearOfRecord(ref: InputRequestRef): void {
    const record = this.record(ref);
    const isSending = this.#sending.has(refKey(ref)) || this.#checking.has(refKey(ref));
    if (isSending) return;
    if (record?.certain) this.#become(ref, { kind: "answered", by: "here", at: record.at });
    else this.#changed.fire({ ref });
  }

  /** The answer did not go through, or nobody heard whether it did: the run tells what is true. */
  async #afterFailure(record: AnswerRecord, error: ApiError): Promise<AnswerOutcome> {
    // What was certainly not taken is no record; an earlier attempt may still have arrived.
    const attempt = await this.#replace(record, error.outcomeUnknown ? withoutSender(record) : record.earlier);
    try {
      const settled = await this.#settle(record, await this.#fate(record));
      return settled ?? { kind: "failed", error, unknown: false };
    } catch {
      return { kind: "failed", error, unknown: attempt !== undefined };
    }
  }

  async #check(ref: InputRequestRef): Promise<AnswerOutcome> {
    const state = this.state(ref);
    if (state.kind === "answered" || state.kind === "gone") return state;
    try {
      const settled = await this.#settle(ref, await this.#fate(ref));
      // A send that is called meanwhile waits for this.
      if (settled) return this.#become(ref, settled);
    } catch (error) {
      this.#options.onError(error);
    }
    return state.kind === "sending" ? open : state;
  }

  /** @returns what the fate says of the request, or `undefined` while it is pending */
  async #settle(ref: InputRequestRef, fate: InputRequestOutcome): Promise<AnswerOutcome | undefined> {
    switch (fate.kind) {
      case "pending":
        return undefined;
      case "answered": {
        // Another window may have sent its answer since: the record is read after the run was.
        const latest = await this.#store.latestRecord(refKey(ref));
        const ours = this.received(ref, fate.data);
        if (ours) return this.#accept({ ...ours, at: fate.at ?? ours.at });
        if (latest) await this.#replace(latest, undefined);
        return { kind: "answered", by: "elsewhere", at: fate.at };
      }
      case "gone":
        return { kind: "gone", why: fate.why, at: fate.at };
    }
  }

  /** It has arrived: the draft has done its work. */
  #accept({ connectionId, runId, requestId, answer, at }: AnswerRecord): AnswerOutcome {
    const ref = { connectionId, runId, requestId };
    this.#store.setDraft(refKey(ref), undefined);
    this.#record(ref, { ...ref, answer, at, certain: true });
    return this.#become(ref, { kind: "answered", by: "here", at });
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

  #readAgain({ connectionId, runId }: InputRequestRef, api: RunsApi): void {
    api.getRun(runId).then((run) => this.#options.onRun(connectionId, run), this.#options.onError);
  }

  #become<T extends InputRequestState>(ref: InputRequestRef, state: T): T {
    this.#states.set(refKey(ref), state);
    const { connectionId, runId, requestId } = ref;
    this.#changed.fire({ ref: { connectionId, runId, requestId } });
    return state;
  }
}

function withoutSender(record: AnswerRecord): AnswerRecord {
  const { sender: _, ...rest } = record;
  return rest;
}

/** Acts, or shares what is under way under this key. */
function once<T>(under: Map<string, Promise<T>>, key: string, act: () => Promise<T>): Promise<T> {
  let acting = under.get(key);
  if (!acting) {
    acting = act().finally(() => under.delete(key));
    under.set(key, acting);
  }
  return acting;
}
