import type { RunsApi } from "#api/contract.ts";
import type { HttpResponse } from "#api/http/httpResponse.ts";
import type { RunEvent } from "#api/schemas.ts";
import { readEventBatches } from "#api/stream/sse.ts";
import { Emitter } from "#base/emitter.ts";
import { isTerminalType } from "#model/eventTypes.ts";
import type { EventsChange } from "#runs/live/eventLog.ts";
import { RunWatcher } from "#runs/live/runWatcher.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";

/** An event as its stream brings it. */
export const bytesOf = (event: RunEvent): Buffer => Buffer.from(`data: ${JSON.stringify(event)}\n\n`);

/**
 * After how many bytes a stream breaks, how many events happen before the next one, and how many that were seen it
 * brings again.
 */
export interface Cut {
  bytes: number;
  missed: number;
  again?: number;
}

/** An app that plays a run. A stream first brings what is stored, by sequence, and then what happens. */
class CutApp {
  #happened = 0;
  readonly #events: readonly RunEvent[];
  readonly #cuts: Cut[];
  readonly #chunk: number;
  #missed = 0;
  #again = 0;

  constructor(events: readonly RunEvent[], cuts: readonly Cut[], chunk: number) {
    this.#events = events;
    this.#cuts = [...cuts];
    this.#chunk = chunk;
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
    streamRun: (_id: string, { afterSequence = 0 } = {}) => this.#stream(afterSequence),
  } as unknown as RunsApi;

  async *#stream(after: number): AsyncGenerator<RunEvent[]> {
    this.#happened = Math.min(this.#happened + this.#missed, this.#events.length);
    const from = Math.max(0, after - this.#again);
    const { bytes, missed, again = 0 } = this.#cuts.shift() ?? { bytes: Infinity, missed: 0 };
    this.#missed = missed;
    this.#again = again;
    const chunks = cutUp(this.#chunks(from, bytes), this.#chunk);
    const response = { header: () => "text/event-stream", discard: () => undefined, chunks: () => chunks };
    for await (const batch of readEventBatches(response as unknown as HttpResponse)) {
      yield batch;
      if (batch.some(({ type }) => isTerminalType(type))) return;
    }
  }

  async *#chunks(after: number, cut: number): AsyncGenerator<Uint8Array> {
    let sent = 0;
    for (const event of this.#stored.filter(({ sequence }) => sequence > after)) {
      const bytes = bytesOf(event);
      yield bytes.subarray(0, Math.max(0, cut - sent));
      sent += bytes.length;
    }
    while (sent < cut && !this.#isOver) {
      const bytes = bytesOf(this.#events[this.#happened++]!);
      yield bytes.subarray(0, cut - sent);
      sent += bytes.length;
    }
  }
}

/** The same bytes in pieces of at most this size. */
async function* cutUp(chunks: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks)
    for (let at = 0; at < chunk.length; at += most) yield chunk.subarray(at, Math.min(chunk.length, at + most));
}

/** What a page shows that only gets the changes. */
function show({ story, rebuilt }: EventsChange, shown: Map<string, StoryStep>): void {
  if (rebuilt) shown.clear();
  for (const change of story) {
    if (change.kind === "upsert") shown.set(change.step.id, change.step);
    const step = change.kind === "append" ? shown.get(change.id) : undefined;
    if (change.kind === "append" && step && "growing" in step)
      shown.set(step.id, { ...step, text: step.text + change.text });
  }
}

/** The run as a reader has it in the end. @param chunk the longest piece that arrives at once, in bytes */
export async function follow(events: readonly RunEvent[], cuts: readonly Cut[], chunk = Infinity): Promise<unknown> {
  const focus = new Emitter<void>();
  const app = new CutApp(events, cuts, chunk);
  const watcher = new RunWatcher({
    api: async () => app.api,
    onRun: () => undefined,
    attention: { isThere: true, onDidChange: focus.event },
  });
  const watch = watcher.watch("r1");
  const shown = new Map<string, StoryStep>();
  watch.onDidChange((change) => change.kind === "events" && show(change, shown));
  // The window gets the focus in each pause, which ends the pause.
  const timer = setInterval(() => focus.fire(), 1);
  await new Promise<void>((resolve) => watch.onDidChange(() => watch.state.kind === "ended" && resolve()));
  clearInterval(timer);
  const seen = {
    story: watch.runStory.steps,
    shown: [...shown.values()],
    events: [...watch.log],
    gaps: watch.log.gaps,
  };
  watcher.dispose();
  return JSON.parse(JSON.stringify(seen)) as unknown;
}
