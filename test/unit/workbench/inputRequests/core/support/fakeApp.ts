import type { InputAnswer, RunsApi } from "#api/contract.ts";
import { ApiError } from "#api/errors.ts";
import type { InputRequest, Run, RunEvent } from "#api/schemas.ts";
import { sendInputAnswer } from "#api/sendInputAnswer.ts";
import { fakeApi, failure, pageOf } from "../../../../../support/fakeApi.ts";

/**
 * What happens on the way to the app for one answer: it passes; the connection breaks before, or after, the answer was
 * accepted.
 */
export type Way = "open" | "broken" | "lost-before" | "lost-after";

/** An app with one waiting run: it accepts one answer to each input request, and only while it waits. */
export class FakeApp {
  readonly run: Run & { input_requests: InputRequest[] };
  readonly events: RunEvent[] = [];
  readonly received: { answer: InputAnswer; from: "here" | "elsewhere" }[] = [];
  way: Way = "open";
  /** The only name of an approval's decision that it accepts; all by default. */
  knows: "approved" | "is_approved" | undefined;
  /** How it reports the answer to an approval: by its payload, or only by the type of an event without an id. */
  reports: "answer" | "decision" = "answer";
  /** Accepts an approval and decides the other thing, as an app that doesn't know the names of the answer. */
  decidesOtherwise = false;
  /** Keeps what it reports for itself while it is set. */
  isLate = false;
  /** Reads fail while it is set. */
  unreachable = false;
  /** How many times its events were read. */
  eventReads = 0;
  /** Every call waits for it. */
  pause: () => Promise<void> = async () => undefined;

  constructor(...requests: InputRequest[]) {
    this.run = { id: "run", status: "awaiting_input", input_requests: requests };
  }

  readonly api: RunsApi = fakeApi({
    getRun: async () => {
      await this.pause();
      if (this.unreachable) throw failure();
      return structuredClone(this.run);
    },
    listEvents: async (_id, { page = 1, page_size = 25 } = {}) => {
      await this.pause();
      if (this.unreachable) throw failure();
      this.eventReads++;
      return pageOf(this.events, page, page_size);
    },
    answerInputRequest: (_id, answer) => sendInputAnswer(answer, (body) => this.#receive(answer, body)),
  });

  async #receive(answer: InputAnswer, { data }: Record<string, unknown>): Promise<void> {
    const { way } = this;
    await this.pause();
    if (way === "broken") throw failure();
    if (way === "lost-before") throw lost();
    const other = this.knows === "approved" ? "is_approved" : "approved";
    const isRefused = this.knows !== undefined && Object.hasOwn(data as object, other);
    if (isRefused && way === "lost-after") throw lost();
    if (isRefused) throw refused(other, "is not a known field");
    this.take(answer, "here");
    await this.pause();
    if (way === "lost-after") throw lost();
  }

  /** Asks, also under an id that was answered before. */
  ask(request: InputRequest): void {
    this.run.status = "awaiting_input";
    this.run.input_requests.push(request);
    const isApproval = request.type === "approval_request";
    this.add(isApproval ? "approval_request.created" : "agent.human_feedback.requested", { ...request });
  }

  take(answer: InputAnswer, from: "here" | "elsewhere"): void {
    const id = answer.request_id;
    if (!this.run.input_requests.some((request) => request.id === id)) {
      throw refused("request_id", "is not pending");
    }
    this.received.push({ answer, from });
    this.run.input_requests = this.run.input_requests.filter((request) => request.id !== id);
    if (this.run.input_requests.length === 0) this.run.status = "started";
    if (this.isLate) return;
    this.report(answer);
  }

  /** Reports an answer in its events. */
  report(answer: InputAnswer): void {
    const id = answer.request_id;
    if (answer.type === "approval" && this.decidesOtherwise)
      return this.add(`run.approval_request.${answer.approved ? "rejected" : "confirmed"}`, { request_id: id });
    const { type, request_id, ...rest } = answer;
    if (answer.type === "approval" && this.reports === "decision")
      this.add(`run.approval_request.${answer.approved ? "confirmed" : "rejected"}`, null);
    else this.add("run.human_feedback.received", { id, request_id, type, ...rest });
  }

  cancel(): void {
    if (this.run.status === "canceled") return;
    this.run.status = "canceled";
    this.run.ended_at = "2026-06-10T09:20:00Z";
    this.run.input_requests = [];
    this.add("run.canceled", {});
  }

  add(type: string, data: unknown): void {
    const sequence = this.events.length + 1;
    this.events.push({ id: `event-${sequence}`, type, sequence, timestamp: "2026-06-10T09:15:52Z", data });
  }
}

function refused(field: string, problem: string): ApiError {
  return new ApiError({ kind: "invalid", message: "Bad Request", status: 400, details: { [field]: problem } });
}

function lost(): ApiError {
  return new ApiError({ kind: "network", message: "The connection was lost.", outcomeUnknown: true });
}
