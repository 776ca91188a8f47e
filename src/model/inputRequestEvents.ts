import { fieldsOf } from "#base/json/fieldsOf.ts";
import { isRequestType } from "./eventTypes.ts";

/** An event of a run, as far as input requests need it. */
export interface InputRequestEvent {
  readonly type: string;
  readonly sequence: number;
  readonly data?: unknown;
}

type EventContent = Pick<InputRequestEvent, "type" | "data">;

/** A question of a run. Several questions may have the same id: each asking event after an answer asks a new one. */
export interface Question<Event extends InputRequestEvent = InputRequestEvent> {
  readonly id: string;
  readonly isApproval: boolean;
  /** The event that asked first. */
  readonly since: Event;
  /** The event that asked last: a run that continues from a checkpoint may ask again. */
  readonly asked: Event;
  /** Whether another question had the same id before. */
  readonly isLater: boolean;
  readonly answer?: QuestionAnswered<Event>;
}

interface QuestionAnswered<Event> {
  /** The event that reported it first. */
  readonly event: Event;
  /** The payloads of all events that reported it, with the decision. */
  readonly data: unknown;
  /** Whether its events were of the types that name a decision, or of the type for any answer; absent for both. */
  readonly isDecision?: boolean;
}

/** An event about a question. `again`: another event asked or answered it before. */
export interface QuestionChange<Event extends InputRequestEvent = InputRequestEvent> {
  readonly kind: "asked" | "answered";
  readonly question: Question<Event>;
  readonly again: boolean;
}

/** The questions of a run, and which event settles which. An answer may have no id, and ids are used again. */
export class Questions<Event extends InputRequestEvent = InputRequestEvent> {
  #runId: string | undefined;
  /** The questions by id, in order. */
  readonly #questions = new Map<string, Question<Event>[]>();
  /** The newest answer to each input request whose asking event isn't known. */
  readonly #strays = new Map<string, Event>();
  readonly #openApprovals = new Set<string>();
  #lastAnswered: Question<Event> | undefined;

  constructor(events: Iterable<Event> = [], runId?: string) {
    this.#runId = runId;
    for (const event of events) this.take(event);
  }

  /** The newest question under each id that no event has answered. */
  get open(): Question<Event>[] {
    return [...this.#questions.values()].flatMap((each) => each.at(-1) ?? []).filter(({ answer }) => !answer);
  }

  newest(id: string): Question<Event> | undefined {
    return this.#questions.get(id)?.at(-1);
  }

  /** The question that an event asked. @param asked the event's sequence */
  find(id: string, asked: number): Question<Event> | undefined {
    return this.#questions.get(id)?.findLast((each) => asked >= each.since.sequence && asked <= each.asked.sequence);
  }

  /** The newest answer to an input request whose asking event isn't known. */
  stray(id: string): Event | undefined {
    return this.#strays.get(id);
  }

  take(event: Event): QuestionChange<Event> | undefined {
    if (isRequestType(event.type)) return this.#ask(event);
    if (isAnswerType(event.type)) return this.#answer(event);
    const { id } = fieldsOf(event.data);
    if (event.type === "run.started" && typeof id === "string") this.#runId = id;
    return undefined;
  }

  #ask(asked: Event): QuestionChange<Event> | undefined {
    const fields = fieldsOf(asked.data);
    if (fields["action"] === "info") return undefined;
    // The SDK has no field `id`, and an answer names its question in `request_id`.
    const named = [fields["id"], fields["request_id"]].find((each) => typeof each === "string");
    const id = typeof named === "string" ? named : String(asked.sequence);
    const last = this.newest(id);
    // Other words are another question, whether or not an event has reported the answer to the one before.
    const isSame = last && !last.answer && fieldsOf(last.asked.data)["prompt"] === fields["prompt"];
    const open = isSame ? last : undefined;
    const isApproval = asked.type === "approval_request.created";
    const isLater = open ? open.isLater : last !== undefined || this.#strays.has(id);
    return this.#put("asked", { id, isApproval, since: open?.since ?? asked, asked, isLater }, open);
  }

  #answer(event: Event): QuestionChange<Event> | undefined {
    const named = namedRequests(event).filter((id) => id !== this.#runId);
    const isDecision = decisionOf(event.type) !== undefined;
    const [asked] = named.flatMap((id) => this.newest(id) ?? []);
    const told = asked ?? (named.length === 0 ? this.#toldBefore(event) : undefined);
    // An approval may be reported by both types of events.
    if (told?.answer?.isDecision === !isDecision && (asked || told.isApproval)) {
      const [answer, decision] = isDecision ? [told.answer.data, event.data] : [event.data, told.answer.data];
      const data = { ...fieldsOf(answer), ...fieldsOf(decision), ...decided(event), ...decided(told.answer.event) };
      return this.#put("answered", { ...told, answer: { event: told.answer.event, data } }, told);
    }
    const [approval] = this.#openApprovals;
    const isOnly = isDecision && named.length === 0 && this.#openApprovals.size === 1;
    const question = asked ?? (isOnly && approval !== undefined ? this.newest(approval) : undefined);
    if (question && !question.answer)
      return this.#put("answered", { ...question, answer: { event, data: answerOf(event), isDecision } }, question);
    for (const id of named) if (!this.#questions.has(id)) this.#strays.set(id, event);
    return undefined;
  }

  /** The question that a decision without an id may report once more. One that differs is about an open approval. */
  #toldBefore(event: Event): Question<Event> | undefined {
    const last = this.#lastAnswered;
    const decision = decisionOf(event.type);
    const before = decisionIn(last?.answer?.data);
    const differs = before !== undefined && before !== decision;
    return decision === undefined || (differs && this.#openApprovals.size > 0) ? undefined : last;
  }

  /** Adds a question, or replaces its earlier version with it, which is the last one under its id. */
  #put(
    kind: QuestionChange["kind"],
    question: Question<Event>,
    before: Question<Event> | undefined,
  ): QuestionChange<Event> {
    const questions = this.#questions.get(question.id) ?? [];
    if (before) questions[questions.length - 1] = question;
    else questions.push(question);
    this.#questions.set(question.id, questions);
    if (kind === "answered") this.#lastAnswered = question;
    if (question.isApproval && !question.answer) this.#openApprovals.add(question.id);
    else this.#openApprovals.delete(question.id);
    return { kind, question, again: kind === "asked" ? before !== undefined : before?.answer !== undefined };
  }
}

/** Whether an event reports that an input request was answered. */
export function isAnswerType(type: string): boolean {
  return type === "run.human_feedback.received" || decisionOf(type) !== undefined;
}

/** The answer in an event that reports one, with the decision of its type. */
export function answerOf(event: EventContent): unknown {
  return decisionOf(event.type) === undefined ? event.data : { ...fieldsOf(event.data), ...decided(event) };
}

/** The decision in the payload of an event that reports an answer, if it has one. */
export function decisionIn(data: unknown): boolean | undefined {
  const { approved: own, is_approved: sdk } = fieldsOf(data);
  const approved = own ?? sdk;
  return typeof approved === "boolean" ? approved : undefined;
}

/** The ids under which an event may name the input request that it answers, the most telling first. */
function namedRequests({ type, data }: EventContent): string[] {
  const fields = fieldsOf(data);
  const { request_id: requestId, approval_request_id: approvalId, approval_request: approval, request, id } = fields;
  const more = decisionOf(type) === undefined ? [] : [approvalId, fieldsOf(approval)["id"], fieldsOf(request)["id"]];
  return [...new Set([requestId, ...more, id].filter((each) => typeof each === "string"))];
}

/** The decision of an approval's answer; `undefined` for another event. Only its type is documented. */
function decisionOf(type: string): boolean | undefined {
  if (type === "run.approval_request.confirmed") return true;
  return type === "run.approval_request.rejected" ? false : undefined;
}

function decided({ type }: EventContent): { approved?: boolean } {
  const approved = decisionOf(type);
  return approved === undefined ? {} : { approved };
}
