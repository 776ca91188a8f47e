import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunsApi } from "../../../../src/api/contract.ts";
import type { HttpResponse } from "../../../../src/api/http/httpResponse.ts";
import type { RunEvent } from "../../../../src/api/schemas.ts";
import { eventStream } from "../../../../src/api/stream/runStream.ts";
import { readEventBatches } from "../../../../src/api/stream/sse.ts";
import { Emitter } from "../../../../src/base/emitter.ts";
import { inParallel } from "../../../../src/base/inParallel.ts";
import { isTerminalType } from "../../../../src/model/eventTypes.ts";
import { RunWatcher } from "../../../../src/runs/live/runWatcher.ts";
import { cases } from "../../../support/cases.ts";

/** One part of a run: its events, what still arrives after its pause, and whether the next part counts again. */
interface Part {
  events: string[];
  after: number;
  again: boolean;
}

const part: fc.Arbitrary<Part> = fc.record({
  events: fc.array(fc.constantFrom("text", "call", "data", "ask"), { maxLength: 4 }),
  after: fc.nat({ max: 2 }),
  again: fc.boolean(),
});

/** The events of a run in the order in which they happen. After a resume the count may go on from the pause. */
function happened(parts: readonly Part[]): RunEvent[] {
  const events: RunEvent[] = [];
  let sequence = 0;
  const emit = (type: string, data: unknown = {}): void => {
    const number = events.length;
    const timestamp = new Date(Date.UTC(2026, 5, 1) + number * 1_000).toISOString();
    events.push({ id: `event-${number}`, type, sequence: ++sequence, timestamp, data });
  };
  emit("run.started", { id: "r1" });
  for (const [index, { events: kinds, after, again }] of parts.entries()) {
    for (const kind of kinds) {
      if (kind === "text") emit("agent.reasoning.delta", { object: "agent.reasoning", delta: `w${events.length} é ` });
      else if (kind === "data") emit("run.data", { value: events.length });
      else if (kind === "ask") emit("human_feedback.requested", { id: `q${events.length}`, prompt: "Which one?" });
      else {
        emit("agent.tool_call.started", { id: `c${events.length}`, tool: { name: "look" }, input: events.length });
        emit("agent.tool_call.completed", { id: `c${events.length - 1}`, tool: { name: "look" }, result: "found" });
      }
    }
    if (index === parts.length - 1) break;
    emit("run.paused", { checkpoint_id: `p${index}` });
    const paused = sequence;
    for (let more = 0; more < after; more++) emit("run.human_feedback.received", { id: "q" });
    if (again) sequence = paused - 1;
    emit("run.resumed");
  }
  emit("run.completed", { output: "done" });
  return events;
}

const textOf = (event: RunEvent): Buffer => Buffer.from(`data: ${JSON.stringify(event)}\n\n`);

/** After how many bytes a stream breaks, and how many events happen before the next one. */
interface Cut {
  bytes: number;
  missed: number;
}

/** An app that plays a run. A stream first brings what is stored, by sequence, and then what happens. */
class CutApp {
  #happened = 0;
  readonly #events: readonly RunEvent[];
  readonly #cuts: Cut[];
  #missed = 0;

  constructor(events: readonly RunEvent[], cuts: readonly Cut[]) {
    this.#events = events;
    this.#cuts = [...cuts];
  }

  get #isOver(): boolean {
    return this.#happened === this.#events.length;
  }

  get #stored(): RunEvent[] {
    return this.#events.slice(0, this.#happened).toSorted((a, b) => a.sequence - b.sequence);
  }

  readonly api = {
    getRun: async () => ({ id: "r1", status: this.#isOver ? "completed" : "started" }),
    listEvents: async (_id: string, { page = 1, page_size: size = 20 } = {}) => {
      const all = this.#stored;
      const pagination = { page, page_size: size, page_count: Math.ceil(all.length / size), total_count: all.length };
      return { data: structuredClone(all.slice((page - 1) * size, page * size)), pagination };
    },
    streamRun: (_id: string, { afterSequence = 0 } = {}) => eventStream(() => this.#stream(afterSequence)),
  } as unknown as RunsApi;

  async *#stream(after: number): AsyncGenerator<RunEvent[]> {
    this.#happened = Math.min(this.#happened + this.#missed, this.#events.length);
    const { bytes, missed } = this.#cuts.shift() ?? { bytes: Infinity, missed: 0 };
    this.#missed = missed;
    const chunks = this.#chunks(after, bytes);
    const response = { header: () => "text/event-stream", discard: () => undefined, chunks: () => chunks };
    for await (const batch of readEventBatches(response as unknown as HttpResponse)) {
      yield batch;
      if (batch.some(({ type }) => isTerminalType(type))) return;
    }
  }

  async *#chunks(after: number, cut: number): AsyncGenerator<Uint8Array> {
    let sent = 0;
    for (const event of this.#stored.filter(({ sequence }) => sequence > after)) {
      const bytes = textOf(event);
      yield bytes.subarray(0, Math.max(0, cut - sent));
      sent += bytes.length;
    }
    while (sent < cut && !this.#isOver) {
      const bytes = textOf(this.#events[this.#happened++]!);
      yield bytes.subarray(0, cut - sent);
      sent += bytes.length;
    }
  }
}

/** The run as a reader has it in the end. */
async function follow(events: readonly RunEvent[], cuts: readonly Cut[]) {
  const focus = new Emitter<void>();
  const app = new CutApp(events, cuts);
  const watcher = new RunWatcher({
    api: async () => app.api,
    onRun: () => undefined,
    attention: { isThere: true, onDidChange: focus.event },
  });
  const watch = watcher.watch("r1");
  // The window gets the focus in each pause, which ends the pause.
  const timer = setInterval(() => focus.fire(), 1);
  await new Promise<void>((resolve) => watch.onDidChange(() => watch.state.kind === "ended" && resolve()));
  clearInterval(timer);
  const seen = { story: watch.runStory.steps, events: [...watch.log], gaps: watch.log.gaps };
  watcher.dispose();
  return JSON.parse(JSON.stringify(seen)) as unknown;
}

describe("a run whose sequences come twice after a resume", () => {
  const twice: Part[] = [
    { events: ["text", "ask"], after: 1, again: true },
    { events: ["call", "text"], after: 0, again: true },
    { events: ["text"], after: 0, again: false },
  ];

  test("has the same story when its stream is cut at any byte", async () => {
    const events = happened(twice);
    const whole = await follow(events, []);
    const length = events.reduce((sum, event) => sum + textOf(event).length, 0);
    const cuts = Array.from({ length: length + 1 }, (_, cut) => cut);
    const differ: number[] = [];
    await inParallel(cuts, 100, async (cut) => {
      if (!isDeepStrictEqual(await follow(events, [{ bytes: cut, missed: 0 }]), whole)) differ.push(cut);
    });
    expect(differ).toEqual([]);
  });

  test("has every event once and the same story, whatever repeats and wherever it is cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { minLength: 1, maxLength: 5 }),
        fc.array(fc.record({ bytes: fc.nat({ max: 3_000 }), missed: fc.nat({ max: 8 }) }), { maxLength: 6 }),
        async (parts, cuts) => {
          const events = happened(parts);
          const whole = await follow(events, []);
          const ids = (whole as { events: { id: string }[] }).events.map(({ id }) => id);
          expect(ids).toHaveLength(events.length);
          expect(new Set(ids)).toEqual(new Set(events.map(({ id }) => id)));
          expect(await follow(events, cuts)).toEqual(whole);
        },
      ),
      cases(100),
    );
  });
});
