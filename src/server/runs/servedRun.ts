import type { InputAnswer } from "#api/contract.ts";
import type { InputRequest, Run, RunEvent } from "#api/schemas.ts";
import { Emitter } from "#base/emitter.ts";

export interface RunFacts {
  id: string;
  appId: string;
  input: Record<string, unknown>;
  userId: string | undefined;
  sessionId: string | undefined;
  /** All times are in milliseconds since the epoch. */
  createdAt: number;
}

/** The part of a past run that is made on request. */
export interface Story {
  events: RunEvent[];
  output: unknown;
  error: unknown;
}

/** The state of a past run until its story is made. */
export interface PastState {
  status: string;
  startedAt: number;
  endedAt: number | undefined;
  tell: () => Story;
}

const terminalStatuses = ["completed", "failed", "canceled"];

/** A run and its stored events. Each method is something that happens to it, at a given time. */
export class ServedRun {
  readonly facts: RunFacts;
  readonly #changed = new Emitter<void>();
  readonly #makeId: () => string;
  #status = "created";
  startedAt: number | undefined;
  endedAt: number | undefined;
  pending: readonly InputRequest[] = [];
  #story: Story = { events: [], output: null, error: null };
  #tell: (() => Story) | undefined;

  /** @param makeId makes the ids of events @param past what a run that has ended long ago is known by */
  constructor(facts: RunFacts, makeId: () => string, past?: PastState) {
    this.facts = facts;
    this.#makeId = makeId;
    if (!past) return;
    this.#status = past.status;
    this.startedAt = past.startedAt;
    this.endedAt = past.endedAt;
    this.#tell = past.tell;
  }

  /** Fires after each change. The new events are already there. */
  get onChange(): Emitter<void>["event"] {
    return this.#changed.event;
  }

  /** The status as the API returns it: `awaiting_input` is synthetic. */
  get status(): string {
    return this.pending.length > 0 ? "awaiting_input" : this.#status;
  }

  get isTerminal(): boolean {
    return terminalStatuses.includes(this.#status);
  }

  get takesInput(): boolean {
    return this.#status === "started" || this.#status === "paused";
  }

  /** The events in the order in which they happened. Their sequences are 1, 2, 3 and so on. */
  get events(): readonly RunEvent[] {
    return this.#told().events;
  }

  toWire(): Run {
    const { id, appId, input, userId, sessionId } = this.facts;
    const { output, error } = this.#told();
    return {
      id,
      app_id: appId,
      status: this.status,
      started_at: toIso(this.startedAt),
      ended_at: toIso(this.endedAt),
      input,
      output,
      error,
      user_id: userId ?? null,
      session_id: sessionId ?? null,
      input_requests: [...this.pending],
    };
  }

  start(at: number): void {
    this.startedAt = at;
    this.#status = "started";
    this.emit("run.started", this.#summary(), at);
  }

  emit(type: string, data: unknown, at: number, source?: unknown): void {
    const { events } = this.#told();
    const sequence = events.length + 1;
    const event: RunEvent = { id: this.#makeId(), type, sequence, timestamp: toIso(at), data };
    events.push(source === undefined ? event : { ...event, source });
    this.#changed.fire();
  }

  ask(type: string, request: InputRequest, at: number): void {
    this.pending = [...this.pending, request];
    const { type: _type, ...data } = request;
    this.emit(type, data, at);
  }

  /** Accepts the answer to a pending input request. A paused run continues from its checkpoint. */
  receive(answer: InputAnswer, at: number): void {
    const { type, request_id: id, ...rest } = answer;
    this.pending = this.pending.filter((request) => request.id !== id);
    this.emit("run.human_feedback.received", { id, request_id: id, type, ...rest }, at);
    if (this.#status === "paused") this.resume(at);
  }

  pause(checkpoint: string, at: number): void {
    this.#status = "paused";
    this.emit("run.paused", { ...this.#summary(), checkpoint_id: checkpoint }, at);
  }

  resume(at: number): void {
    this.#status = "started";
    this.emit("run.resumed", this.#summary(), at);
  }

  complete(output: unknown, at: number): void {
    this.#end("completed", { output }, at);
  }

  fail(error: unknown, at: number): void {
    this.#end("failed", { error }, at);
  }

  /** @param error why, if the run says so */
  cancel(at: number, error?: unknown): void {
    this.#end("canceled", error === undefined ? {} : { error }, at);
  }

  #end(status: string, result: Partial<Pick<Story, "output" | "error">>, at: number): void {
    Object.assign(this.#told(), result);
    this.pending = [];
    this.endedAt = at;
    this.#status = status;
    this.emit(`run.${status}`, { ...this.#summary(), ...result }, at);
  }

  #summary(): Record<string, unknown> {
    return { id: this.facts.id, object: "run", status: this.#status };
  }

  #told(): Story {
    if (this.#tell) this.#story = this.#tell();
    this.#tell = undefined;
    return this.#story;
  }
}

function toIso(time: number | undefined): string | null {
  return time === undefined ? null : new Date(time).toISOString();
}
