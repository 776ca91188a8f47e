import type { InputRequest } from "#api/schemas.ts";
import type { Disposable } from "#base/disposable.ts";
import { fieldsOf } from "#base/json/fieldsOf.ts";
import { explainError } from "#host/errors/explainError.ts";
import type { AnswerDraft } from "#model/answerDraft.ts";
import { formatTimeOfDay } from "#model/times.ts";
import { isTakeover, pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import type { RunWatch } from "#runs/live/runWatcher.ts";
import type { AnswerStep, InputRequestStep } from "#runs/story/storySteps.ts";
import type { AnswerService } from "#workbench/inputRequests/core/answerService.ts";
import type { AnswerRecord, InputRequestRef, InputRequestState } from "#workbench/inputRequests/core/answerTypes.ts";
import { lateWords, otherwiseWords } from "#workbench/inputRequests/core/answerWords.ts";
import { isOtherQuestion } from "#workbench/inputRequests/core/askedQuestions.ts";
import type { AnswerProgress, Decision, InputRequestView } from "#workbench/inputRequests/page/inputRequestViews.ts";
import { type AnswerSource, answerTitle } from "./answerStepText.ts";
import { inputRequestForm, formAnswer } from "./inputRequestForm.ts";

interface InputRequestsPresenterOptions {
  service: AnswerService;
  connectionId: string;
  watch: RunWatch;
  /** Whether the run's connection still exists. */
  canAnswer: () => boolean;
}

interface Card {
  /** The input request's id, made unique: a run may ask several questions under one id. */
  readonly id: string;
  /** Names the input request, with the event that asked once it is known. */
  ref: InputRequestRef;
  request: InputRequest;
  asked: InputRequestStep | undefined;
  draftVersion: number;
  dismissed: boolean;
}

/**
 * The input requests of one run beside its story: those that wait, and the outcomes of those that did while the panel
 * was open.
 */
export class InputRequestsPresenter implements Disposable {
  readonly #options: InputRequestsPresenterOptions;
  readonly #cards = new Map<string, Card>();
  /** The newest card of each input request's id. */
  readonly #newest = new Map<string, Card>();
  readonly #subscription: Disposable;
  #lookedForDrafts = false;
  #isNoting = false;

  /** @param onChange called when something about them has changed */
  constructor(options: InputRequestsPresenterOptions, onChange: () => void) {
    this.#options = options;
    this.#subscription = options.service.onDidChange(({ ref, draftBy }) => {
      const isHere = ref.connectionId === options.connectionId && ref.runId === options.watch.runId;
      if (!isHere || draftBy === this || this.#isNoting) return;
      const cards = [...this.#cards.values()].filter((card) => card.ref.requestId === ref.requestId);
      if (cards.length === 0) return;
      for (const card of cards) if (!isOtherQuestion(card.ref, ref)) card.draftVersion++;
      onChange();
    });
  }

  /** The input requests beside the story; none for a run from a file, which is read-only. */
  views(): InputRequestView[] {
    const { watch, canAnswer, service } = this.#options;
    if (!watch.run || watch.origin || !canAnswer()) return [];
    const waiting = new Set<string>();
    for (const request of pendingInputRequests(watch.run)) {
      this.#note(request);
      const card = this.#cardOf(request);
      card.request = service.request(card.ref, request);
      waiting.add(card.id);
    }
    this.#bringBackDrafts();
    const cards = [...this.#cards.values()].filter(({ dismissed }) => !dismissed);
    const views = cards.map((card) => this.#view(card, waiting.has(card.id)));
    for (const { id, ref } of cards) if (!waiting.has(id)) this.#findOut(service, ref);
    const isOpen = ({ form, progress }: InputRequestView): boolean =>
      waiting.has(form.id) && progress.kind !== "settled";
    // This person's answers are in the story, so they stay here only while other input requests wait.
    return views.some(isOpen) ? views : views.filter(({ progress }) => progress.kind !== "settled" || !progress.mine);
  }

  ref(id: string): InputRequestRef | undefined {
    return this.#cards.get(id)?.ref;
  }

  setDraft(id: string, draft: AnswerDraft): void {
    const card = this.#cards.get(id);
    if (card) this.#options.service.setDraft(card.ref, draft, this);
  }

  /** Sends the answer in a draft, as far as the input request allows it. */
  async answer(id: string, draft: AnswerDraft, decision: Decision): Promise<void> {
    const card = this.#cards.get(id);
    if (!card || !this.#options.canAnswer()) return;
    this.setDraft(id, draft);
    const made = formAnswer(card.request, draft, decision);
    if ("answer" in made) await this.#options.service.send(card.ref, made.answer);
  }

  /** The address of the browser that an input request hands over, as the run gave it last. */
  liveBrowser(id: string): string | undefined {
    const card = this.#cards.get(id);
    return card && isTakeover(requestOf(card)) ? this.#options.watch.runStory.liveBrowser : undefined;
  }

  /** Removes an input request that doesn't wait any more, with its draft. */
  dismiss(id: string): void {
    const card = this.#cards.get(id);
    if (!card) return;
    card.dismissed = true;
    this.#options.service.setDraft(card.ref, undefined);
  }

  /** The author of an answer in the story; `undefined` for a run from a file, where nobody knows. */
  source(step: AnswerStep): AnswerSource | undefined {
    const { service, connectionId, watch } = this.#options;
    if (watch.origin) return undefined;
    const { request_id: requestId, id } = fieldsOf(step.data);
    const at =
      step.at === undefined || watch.runStory.firstTime === undefined ? undefined : watch.runStory.firstTime + step.at;
    const ids = [step.answered?.requestId, requestId, id].filter((each) => typeof each === "string");
    const { until: asked, since } = step.answered ?? {};
    let sent: AnswerRecord | undefined;
    for (const each of ids)
      sent ??= service.hear({ connectionId, runId: watch.runId, requestId: each, asked }, step.data, since);
    const forgotten = ids.length === 0 || at === undefined || at < service.recordsSince;
    return { sent: sent?.answer, forgotten, at };
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** The story knows the event that asked: a newer one is another question. */
  #note({ id: requestId }: InputRequest): void {
    const { service, connectionId, watch } = this.#options;
    const step = watch.runStory.story.request(requestId);
    if (step?.asked === undefined) return;
    const { sequence: since, asked, isLater = false, data } = step;
    const isApproval = step.request === "approval";
    this.#isNoting = true;
    service.note(
      { connectionId, runId: watch.runId, requestId },
      { since, asked, isLater, event: { isApproval, data } },
    );
    this.#isNoting = false;
  }

  #cardOf(request: InputRequest): Card {
    const { connectionId, watch, service } = this.#options;
    const knownRef = service.known({ connectionId, runId: watch.runId, requestId: request.id });
    const card = this.#newest.get(request.id);
    const isSame = card !== undefined && !isOtherQuestion(service.known(card.ref), knownRef);
    const newest = isSame ? card : this.#add(request, knownRef);
    newest.ref = knownRef;
    this.#newest.set(request.id, newest);
    return newest;
  }

  #add(request: InputRequest, ref: InputRequestRef): Card {
    const id = this.#cards.has(request.id) ? `${request.id} ${ref.asked ?? this.#cards.size}` : request.id;
    const card: Card = { id, ref, request, asked: undefined, draftVersion: 1, dismissed: false };
    this.#cards.set(id, card);
    return card;
  }

  /** Restores drafts from before a reload for input requests that don't wait any more. */
  #bringBackDrafts(): void {
    if (this.#lookedForDrafts) return;
    this.#lookedForDrafts = true;
    const { service, connectionId, watch } = this.#options;
    for (const { requestId, asked } of service.drafts(connectionId, watch.runId)) {
      const ref = { connectionId, runId: watch.runId, requestId, asked };
      const knownRef = service.known(ref);
      const hasCard = [...this.#cards.values()].some(
        ({ ref: shown }) => shown.requestId === requestId && !isOtherQuestion(shown, knownRef),
      );
      if (hasCard) continue;
      const card = this.#add({ id: requestId }, knownRef);
      if (!this.#newest.has(requestId)) this.#newest.set(requestId, card);
    }
  }

  #findOut(service: AnswerService, ref: InputRequestRef): void {
    const state = service.state(ref);
    if (state.kind === "open" || state.kind === "failed" || isWithdrawn(state)) void service.check(ref);
  }

  #view(card: Card, waits: boolean): InputRequestView {
    const { service, watch } = this.#options;
    const { firstTime, story } = watch.runStory;
    const step = story.request(card.ref.requestId);
    if (step?.asked === undefined || step.asked === card.ref.asked) card.asked ??= step;
    const { asked } = card;
    const state = service.state(card.ref);
    const since =
      asked?.at === undefined || firstTime === undefined ? undefined : new Date(firstTime + asked.at).toISOString();
    const request = requestOf(card);
    const address = watch.runStory.liveBrowser;
    return {
      form: { ...inputRequestForm(request), id: card.id },
      liveView: isTakeover(request) ? (address === undefined ? ("unknown" as const) : ("known" as const)) : undefined,
      progress: waits && isWithdrawn(state) ? { kind: "open" } : answerProgress(state, service.record(card.ref)),
      draft: service.draft(card.ref) ?? {},
      draftVersion: card.draftVersion,
      since,
      sequence: asked?.sequence,
    };
  }
}

/** The run didn't have it when it was read last. If it asks again, the input request is open again. */
function isWithdrawn(state: InputRequestState): boolean {
  return state.kind === "gone" && state.why === "withdrawn";
}

/** An input request that the run no longer contains is taken from the event that asked it. */
function requestOf({ request, asked }: Card): InputRequest {
  // The mark of a live browser may be in the event only.
  const browser = asked && isTakeover((asked.data ?? {}) as InputRequest) ? { is_browser_takeover: true } : {};
  if (!asked || Object.keys(request).length > 1) return { ...browser, ...request };
  const type = asked.request === "approval" ? "approval_request" : "human_feedback_request";
  return { type, ...(asked.data as Record<string, unknown>), id: request.id };
}

/** The progress of an input request, in words. @param sent the answer that was sent last from here */
export function answerProgress(state: InputRequestState, sent: AnswerRecord | undefined): AnswerProgress {
  switch (state.kind) {
    case "open":
    case "sending":
      return { kind: state.kind };
    case "failed":
      return { kind: "failed", reason: failureReason(state) };
    case "answered": {
      if (state.by === "elsewhere")
        return { kind: "settled", title: "Answered elsewhere", text: lateWords(state), mine: false };
      if (state.otherwise !== undefined) {
        const title = state.otherwise ? "Approved by the app" : "Rejected by the app";
        return { kind: "settled", title, text: otherwiseWords(state.otherwise), mine: false };
      }
      const at = state.at === undefined ? "" : ` at ${formatTimeOfDay(state.at, "seconds")}`;
      return { kind: "settled", title: `${answerTitle(sent?.answer)} by you`, text: `Answered here${at}.`, mine: true };
    }
    case "gone":
      return { kind: "settled", title: "No longer waiting", text: lateWords(state), mine: false };
  }
}

function failureReason({ error, unknown }: Extract<InputRequestState, { kind: "failed" }>): string {
  if (unknown) {
    return `${error.message} Your answer may or may not have arrived. Sending it again is safe: the app accepts only one answer.`;
  }
  // An app's own text about a refused answer needs no addition.
  if (error.status !== undefined && !error.outcomeUnknown) return explainError(error).message;
  return `${error.message} Your answer didn't arrive. It is kept as a draft.`;
}
