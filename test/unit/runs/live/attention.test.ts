import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { StreamOptions } from "#api/contract.ts";
import type { HttpResponse } from "#api/http/httpResponse.ts";
import type { RunEvent } from "#api/schemas.ts";
import { readRun } from "#api/stream/runStream.ts";
import { Emitter } from "#base/emitter.ts";
import { sleep } from "#base/sleep.ts";
import { type RunWatch, RunWatcher } from "#runs/live/runWatcher.ts";
import { fakeApi, pageOf } from "../../../support/fakeApi.ts";

const sequences = (watch: RunWatch): number[] => [...watch.log].map(({ sequence }) => sequence);
const seconds = 1_000;
const hour = 3_600_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (time: number) => vi.advanceTimersByTimeAsync(time);
/** What a server writes into a stream that is opened, until it closes it. */
type Serve = (server: SampleRun, after: number, signal: AbortSignal | undefined) => AsyncGenerator<RunEvent[]>;

/** A run that never ends, on a server that counts its requests; the client's own code reads its streams. */
class SampleRun {
  status = "started";
  readonly events: RunEvent[] = [];
  readonly requests: Record<"run" | "stream" | "events", number> = { run: 0, stream: 0, events: 0 };
  readonly serve: Serve;

  constructor(serve: Serve) {
    this.serve = serve;
  }

  get asked(): number {
    return Object.values(this.requests).reduce((sum, count) => sum + count, 0);
  }

  add(type = "agent.reasoning.delta"): RunEvent {
    const added = { sequence: this.events.length + 1, type, data: { delta: "x" } };
    this.events.push(added);
    return added;
  }

  readonly api = fakeApi({
    getRun: async () => {
      this.requests.run++;
      return { id: "r1", status: this.status };
    },
    listEvents: async (_, query = {}) => {
      this.requests.events++;
      return pageOf(this.events, query.page ?? 1, query.page_size ?? 25);
    },
    streamRun: (id, options = {}) => this.#read(id, options),
  });

  #read(id: string, { afterSequence, signal }: StreamOptions) {
    const limits = { headers: 0, idle: 0, refusal: 0 };
    const transport = { open: async ({ path }: { path: string }) => this.#open(path, signal) };
    return readRun({ transport, heartbeatTimeout: 45_000, limits, signal }, id, afterSequence);
  }

  #open(path: string, signal: AbortSignal | undefined): HttpResponse {
    this.requests.stream++;
    const after = Number(new URLSearchParams(path.split("?")[1]).get("after_sequence") ?? 0);
    const batches = this.serve(this, after, signal);
    async function* chunks(): AsyncGenerator<Uint8Array> {
      const encoder = new TextEncoder();
      for await (const batch of batches)
        yield encoder.encode(batch.map((each) => `data: ${JSON.stringify(each)}\n\n`).join(""));
    }
    return { header: () => "text/event-stream", chunks } as unknown as HttpResponse;
  }
}

/** Closes each stream after 30 s in which nothing came. */
async function* silent(
  _: SampleRun,
  _after: number,
  signal: AbortSignal = new AbortController().signal,
): AsyncGenerator<RunEvent[]> {
  await sleep(30 * seconds, signal);
  yield [];
}

/** Sends what is new, one event more, and closes the stream. */
async function* oneEach(server: SampleRun, after: number): AsyncGenerator<RunEvent[]> {
  server.add();
  yield server.events.filter(({ sequence }) => sequence > after);
}

async function* nothing(): AsyncGenerator<RunEvent[]> {
  // A run that waiting for a worker has no event yet, and some gateways close such a stream at once.
}

function watch(serve: Serve) {
  const server = new SampleRun(serve);
  const changed = new Emitter<void>();
  const attention = { isThere: false, onDidChange: changed.event };
  const watcher = new RunWatcher({ api: () => Promise.resolve(server.api), onRun: () => undefined, attention });
  const look = (isThere: boolean): void => {
    attention.isThere = isThere;
    changed.fire();
  };
  return { server, watcher, watch: watcher.watch("r1"), look };
}

describe("a run that never ends, watched in a window without focus, costs few requests an hour", () => {
  test.each<[string, Serve, string]>([
    ["on a server that closes a silent stream after 30 s", silent, "started"],
    ["on a server that closes a stream after each event", oneEach, "started"],
    ["that is stuck before its first event", nothing, "created"],
    ["that is paused, whose stream is closed at once", nothing, "paused"],
  ])("%s", async (_, serve, status) => {
    const { server, watcher } = watch(serve);
    server.status = status;
    await pass(hour);
    const first = server.asked;
    await pass(hour);
    expect({ first: first <= 90, later: server.asked - first <= 70 }, JSON.stringify(server.requests)).toEqual({
      first: true,
      later: true,
    });
    expect(server.asked - first).toBeGreaterThan(20);
    watcher.dispose();
  });
});

describe("when the window gets the focus again", () => {
  test("the stream continues at once, and no event is lost or doubled", async () => {
    const { server, watcher, watch: looked, look } = watch(oneEach);
    await pass(hour);
    const before = server.requests.stream;
    for (let n = 0; n < 40; n++) server.add();
    look(true);
    await pass(1);
    expect(server.requests.stream).toBe(before + 1);
    expect(sequences(looked)).toEqual(server.events.map(({ sequence }) => sequence));
    const inSight = server.asked;
    await pass(10 * seconds);
    expect(server.asked - inSight).toBeGreaterThan(10);
    watcher.dispose();
  });
});
