import type { InputRequest } from "#api/schemas.ts";
import { fieldsOf } from "#base/json/fieldsOf.ts";
import { sameJson } from "#base/json/sameJson.ts";
import { approvalFields } from "#model/sdkApproval.ts";
import { type InputRequestRef, refKey } from "./answerTypes.ts";

/** The newest question under an input request's id, by the sequences of the events that asked it first and last. */
export interface NewestQuestion {
  readonly since: number;
  readonly asked: number;
  /** Whether another question had the same id before, as far as it is known. */
  readonly isLater: boolean;
  /** The event's kind and payload; absent for a question that is only known by its stored answer or draft. */
  readonly event?: { readonly isApproval: boolean; readonly data: unknown };
}

/**
 * The question that an input request's id stands for. A node asks all its questions of a run under one id, so only the
 * event that asked says which one it is. Lists may be late, so only a newer event makes a question a new one.
 */
export class AskedQuestions {
  readonly #newest = new Map<string, NewestQuestion>();

  /** @returns whether it is newer than what was known */
  note(ref: InputRequestRef, question: NewestQuestion): boolean {
    const key = refKey(withoutAsked(ref));
    const before = this.#newest.get(key);
    if (before && before.asked > question.asked) return false;
    const isLater = question.isLater || (before !== undefined && (before.isLater || question.since > before.asked));
    this.#newest.set(key, { ...before, ...question, isLater });
    return before?.asked !== question.asked;
  }

  newest(ref: InputRequestRef): NewestQuestion | undefined {
    return this.#newest.get(refKey(withoutAsked(ref)));
  }

  /** The question that is meant: without an asking event the newest one, and a question that was asked again as it is now. */
  resolve(ref: InputRequestRef): InputRequestRef {
    const newest = this.newest(ref);
    if (!newest) return ref;
    const isNewest = ref.asked === undefined || (ref.asked >= newest.since && ref.asked <= newest.asked);
    return isNewest ? { ...withoutAsked(ref), asked: newest.asked } : ref;
  }

  /** Whether the run has asked a newer question under the same id. */
  isOver(ref: InputRequestRef): boolean {
    const newest = this.newest(ref);
    return newest !== undefined && ref.asked !== undefined && ref.asked < newest.since;
  }

  /** The question that is meant, as the run lists it, or as its event asked it if the list is late. */
  request(ref: InputRequestRef, listed: InputRequest): InputRequest {
    const newest = this.newest(ref);
    if (!newest?.isLater || !newest.event || this.isOver(ref)) return listed;
    const { isApproval, data } = newest.event;
    const type = isApproval ? "approval_request" : "human_feedback_request";
    const asked = { type, ...approvalFields(fieldsOf(data)), id: listed.id } as InputRequest;
    const isSame =
      (asked.prompt ?? "").trim() === (listed.prompt ?? "").trim() && sameJson(asked.params, listed.params);
    return isSame ? listed : asked;
  }

  /** The keys under which something about a question may be kept: its own, and that from before its event was known. */
  keys(ref: InputRequestRef): string[] {
    const resolved = this.resolve(ref);
    const newest = this.newest(ref);
    const isFirst = newest?.asked === resolved.asked && newest?.isLater === false;
    return isFirst ? [refKey(resolved), refKey(withoutAsked(ref))] : [refKey(resolved)];
  }
}

/** The step of an input request in a story. */
interface AskedStep {
  readonly sequence: number;
  readonly pending: boolean;
  readonly isLater?: boolean;
}

/** Tells the questions of a run that is followed from its start, each once. */
export class NewQuestions {
  /** By id, the first event that asked its last question. */
  readonly #seen = new Map<string, number | undefined>();

  /**
   * Whether a listed input request is a new question. The run may be older than its events.
   *
   * @param step its newest question in the run's story
   */
  take(id: string, step: AskedStep | undefined): boolean {
    if (step && !step.pending) return false;
    const before = this.#seen.get(id);
    // The event of the first question may arrive after the run was read, perhaps together with that of the next one.
    const isNext = before === undefined ? step?.isLater === true : step !== undefined && step.sequence > before;
    const isNew = isNext || !this.#seen.has(id);
    if (isNew || before === undefined) this.#seen.set(id, step?.sequence);
    return isNew;
  }
}

/** An input request whatever its question. */
export function withoutAsked({ connectionId, runId, requestId }: InputRequestRef): InputRequestRef {
  return { connectionId, runId, requestId };
}

/** Whether two references to an input request are to different questions, as far as that is known. */
export function isOtherQuestion(a: InputRequestRef, b: InputRequestRef): boolean {
  return a.asked !== undefined && b.asked !== undefined && a.asked !== b.asked;
}

/** Whether two references are to the same input request, whatever its question. */
export function isSameRequest(a: InputRequestRef, b: InputRequestRef): boolean {
  return a.connectionId === b.connectionId && a.runId === b.runId && a.requestId === b.requestId;
}
