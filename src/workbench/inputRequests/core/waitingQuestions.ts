import type { Run, InputRequest } from "#api/schemas.ts";
import { keepNewest } from "#base/keepNewest.ts";
import { type PendingInputRequest, pendingKey, isApproval, isTakeover } from "#runs/labels/pendingInputRequests.ts";
import type { AnswerService } from "./answerService.ts";

/** For how many input requests the run is remembered as it was listed last. */
const maxRememberedRuns = 1_000;

/**
 * The questions that wait, for views that only have lists. A list may still have an input request that was answered,
 * and the next question under its id looks the same. Only the run's events tell, so they are read when a list has an
 * answered one, and when a run that waits has changed.
 */
export class WaitingQuestions {
  readonly #answers: Pick<AnswerService, "isLater" | "known" | "locate" | "request" | "state">;
  readonly #listed = new Map<string, Run>();

  constructor(answers: Pick<AnswerService, "isLater" | "known" | "locate" | "request" | "state">) {
    this.#answers = answers;
  }

  /** Those of `pending` that nobody has answered from here, with the event that asked another question under an id. */
  open<T extends PendingInputRequest>(pending: readonly T[]): T[] {
    return pending.flatMap((each) => {
      const { connectionId, run, request } = each;
      const ref = this.#answers.known({ connectionId, runId: run.id, requestId: request.id });
      const isAnswered = this.#answers.state(ref).kind === "answered";
      const before = this.#listed.get(pendingKey(each));
      if (before !== each.run && (isAnswered || before)) void this.#answers.locate(ref);
      keepNewest(this.#listed, pendingKey(each), each.run, maxRememberedRuns);
      if (isAnswered) return [];
      const isLater = this.#answers.isLater(ref);
      return isLater ? { ...each, request: this.#answers.request(ref, each.request), asked: ref.asked } : each;
    });
  }
}

/** The id of a question among those of its connection. */
export function questionId({ request, asked }: PendingInputRequest): string {
  return asked === undefined ? request.id : `${request.id} ${asked}`;
}

/** What waits, as context keys say it. @param requests the known input requests of waiting runs */
export function waitingKeys(requests: readonly InputRequest[]) {
  return {
    approvalWaits: requests.some(isApproval),
    questionWaits: requests.some((request) => !isApproval(request)),
    browserWaits: requests.some(isTakeover),
  };
}
