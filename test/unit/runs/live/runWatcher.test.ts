import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { PageQuery, StreamOptions } from "#api/contract.ts";
import type { ApiError } from "#api/errors.ts";
import type { Run, RunEvent } from "#api/schemas.ts";
import { type RunWatch, RunWatcher, type WatchChange } from "#runs/live/runWatcher.ts";
import { failure, fakeApi, FakeStream, pageOf } from "../../../support/fakeApi.ts";

const event = (sequence: number, type = "agent.reasoning.delta", data: unknown = { delta: "x" }): RunEvent => ({
  sequence,
  type,
  data,
});
const range = (from: number, to: number): RunEvent[] =>
  Array.from({ length: to - from + 1 }, (_, i) => event(from + i));
const sequences = (watch: RunWatch): number[] => [...watch.log].map(({ sequence }) => sequence);

/** One run on a server: its record, its stored events, and the streams that were opened. */
class WatchServer {
  run: Run = { id: "r1", status: "started" };
  stored: RunEvent[] = [];
  reads = 0;
  readonly streams: { stream: FakeStream; options: StreamOptions }[] = [];
  readonly pages: PageQuery[] = [];
  readonly heard: Run[] = [];
  failing: ApiError | undefined;
  /** Why streams can't be opened. */
  refusing: ApiError | undefined;

  readonly api = fakeApi({
    getRun: async () => {
      this.reads++;
      if (this.failing) throw this.failing;
      return { ...this.run };
    },
    listEvents: async (_, query = {}) => {
      this.pages.push(query);
      if (this.failing) throw this.failing;
      return pageOf(this.stored, query.page ?? 1, query.page_size ?? 25);
    },
    streamRun: (_, options = {}) => {
      const stream = new FakeStream().follow(options.signal);
      this.streams.push({ stream, options });
      if (this.refusing) stream.refuse(this.refusing);
      return stream;
    },
  });

  readonly watcher = new RunWatcher({
    api: () => Promise.resolve(this.api),
    onRun: (run) => this.heard.push(run),
  });

  get stream(): FakeStream {
    const last = this.streams.at(-1);
    if (!last) throw new Error("No stream was opened.");
    return last.stream;
  }
}

/** Lets everything happen that does not wait for a timer. */
const settle = () => vi.advanceTimersByTimeAsync(0);

function listen(watch: RunWatch): WatchChange[] {
  const changes: WatchChange[] = [];
  watch.onDidChange((change) => changes.push(change));
  return changes;
}

let server: WatchServer;
beforeEach(() => {
  vi.useFakeTimers();
  server = new WatchServer();
});
afterEach(() => {
  server.watcher.dispose();
  vi.useRealTimers();
});

async function watching() {
  const watch = server.watcher.watch("r1");
  await settle();
  return watch;
}

/** The sequences of the events that were reported, in order. */
const told = (changes: ReturnType<typeof listen>): number[] =>
  changes.flatMap((change) => (change.kind === "events" ? change.events.map(({ sequence }) => sequence) : []));

describe("a run that has ended", () => {
  test("is replayed from its stored events, page by page", async () => {
    server.run = { id: "r1", status: "completed" };
    server.stored = [...range(1, 449), event(450, "run.completed")];
    const watch = server.watcher.watch("r1");
    const changes = listen(watch);
    expect(watch.state.kind).toBe("connecting");
    await settle();
    // The first screen is drawn before the rest is read.
    expect(sequences(watch)).toHaveLength(200);
    await vi.advanceTimersByTimeAsync(300);
    expect(sequences(watch)).toEqual(server.stored.map(({ sequence }) => sequence));
    const told = changes.map((change) => (change.kind === "events" ? change.events.length : change.kind));
    expect(told).toEqual(["run", 200, 200, 50, "state"]);
    expect(watch.state).toEqual({ kind: "ended" });
    expect(server.pages).toMatchObject([1, 2, 3].map((page) => ({ page, page_size: 200 })));
    expect(server.streams).toEqual([]);
  });

  test("is read once: what its events say of its status is in its record", async () => {
    server.run = { id: "r1", status: "completed" };
    server.stored = [event(1, "run.started"), event(2, "run.completed")];
    const watch = server.watcher.watch("r1");
    await vi.advanceTimersByTimeAsync(1_000);
    expect([watch.state.kind, server.reads]).toEqual(["ended", 1]);
  });
});

describe("a run in progress", () => {
  test("is streamed from the start, and read once more after its end", async () => {
    const watch = server.watcher.watch("r1");
    const changes = listen(watch);
    await settle();
    expect(server.streams[0]?.options.afterSequence).toBeUndefined();
    server.stream.push(event(1), event(2));
    server.stream.push(event(2), event(3, "run.completed"));
    await settle();
    expect(watch.state.kind).toBe("live");
    server.run = { id: "r1", status: "completed", output: 42 };
    server.stream.end();
    await settle();
    expect(watch.state).toEqual({ kind: "ended" });
    expect(watch.run).toMatchObject({ status: "completed", output: 42 });
    const batches = changes.flatMap((change) => (change.kind === "events" ? [change.events] : []));
    expect(batches.map((events) => events.map(({ sequence }) => sequence))).toEqual([[1, 2], [3]]);
    expect(server.heard.map(({ status }) => status)).toEqual(["started", "completed"]);
    expect([server.streams.length, server.pages.length]).toEqual([1, 0]);
  });

  test("whose stream ends early resumes after the last event", async () => {
    const watch = await watching();
    server.stream.push(event(1), event(2));
    server.stream.end();
    await settle();
    expect(server.streams.map(({ options }) => options.afterSequence)).toEqual([undefined, 2]);
    server.stream.push(event(3, "run.completed"));
    server.run = { id: "r1", status: "completed" };
    server.stream.end();
    await settle();
    expect(sequences(watch)).toEqual([1, 2, 3]);
    expect(watch.state.kind).toBe("ended");
  });

  test("is read again, once for all simultaneous events, when its status may have changed", async () => {
    server.watcher.watch("r1");
    await settle();
    server.stream.push(event(1), event(2, "vendor.thing"));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.reads).toBe(1);
    const asking = ["run.started", "approval_request.created", "agent.human_feedback.requested", "run.paused"];
    asking.forEach((type, i) => server.stream.push(event(3 + i, type)));
    server.run = { id: "r1", status: "awaiting_input" };
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.reads).toBe(2);
    server.stream.push(event(7, "run.human_feedback.received"));
    server.stream.push(event(8, "run.resumed"));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.reads).toBe(3);
    expect(server.heard.at(-1)?.status).toBe("awaiting_input");
  });
});

describe("sharing", () => {
  test("two watches share a stream, its events and its end; the last one to leave ends it", async () => {
    const first = server.watcher.watch("r1");
    const heardByFirst = listen(first);
    await settle();
    server.stream.push(event(1));
    await settle();
    const second = server.watcher.watch("r1");
    expect(sequences(second)).toEqual([1]);
    first.dispose();
    first.dispose();
    const before = heardByFirst.length;
    server.stream.push(event(2));
    await settle();
    expect(sequences(second)).toEqual([1, 2]);
    expect(heardByFirst).toHaveLength(before);
    expect([server.streams.length, server.stream.left]).toEqual([1, false]);
    second.dispose();
    await settle();
    expect(server.stream.left).toBe(true);
    const third = server.watcher.watch("r1");
    await settle();
    expect([server.streams.length, sequences(third)]).toEqual([2, []]);
  });

  test("a disposed watcher ends everything and starts nothing", async () => {
    server.watcher.watch("r1");
    await settle();
    server.watcher.dispose();
    const late = server.watcher.watch("r2");
    await vi.advanceTimersByTimeAsync(60_000);
    expect([server.stream.left, server.streams.length, server.reads]).toEqual([true, 1, 1]);
    expect(late.state.kind).toBe("connecting");
  });
});

describe("a stream that created its run", () => {
  const started = event(1, "run.started", { id: "r1", object: "run", status: "started" });

  test("becomes the stream that all share", async () => {
    const stream = new FakeStream();
    stream.push(started, event(2));
    const { runId, watch } = await server.watcher.adopt(stream);
    expect(runId).toBe("r1");
    const second = server.watcher.watch("r1");
    await vi.advanceTimersByTimeAsync(200);
    expect(server.heard).toMatchObject([{ id: "r1" }]);
    expect(second.state.kind).toBe("live");
    stream.push(event(3, "run.completed"));
    server.run = { id: "r1", status: "completed" };
    stream.end();
    await settle();
    expect([sequences(watch), watch.state.kind, server.streams.length]).toEqual([[1, 2, 3], "ended", 0]);
  });

  test("that ends before the start leaves open whether there is a run", async () => {
    const stream = new FakeStream();
    stream.push(event(1));
    stream.end();
    await expect(server.watcher.adopt(stream)).rejects.toMatchObject({ kind: "protocol", outcomeUnknown: true });
  });

  test("that breaks later is resumed by the run's own stream", async () => {
    const stream = new FakeStream();
    stream.push(started);
    stream.fail(failure("network"));
    const { watch } = await server.watcher.adopt(stream);
    await settle();
    const second = server.watcher.watch("r1");
    expect(second.state.kind).toBe("waiting");
    await vi.advanceTimersByTimeAsync(500);
    expect(server.streams.at(-1)?.options.afterSequence).toBe(1);
    server.stream.push(event(2));
    await settle();
    expect(sequences(watch)).toEqual([1, 2]);
  });
});

describe("failures", () => {
  test("that stay end the watch until somebody retries", async () => {
    server.failing = failure("auth");
    const watch = server.watcher.watch("r1");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(watch.state).toMatchObject({ kind: "failed", error: { kind: "auth" } });
    expect(server.reads).toBe(1);
    server.failing = undefined;
    watch.retry();
    await settle();
    server.stream.push(event(1));
    await settle();
    expect(watch.state.kind).toBe("live");
  });

  test("of reads of the record come ever more rarely while the stream is broken, until one succeeds", async () => {
    const watch = await watching();
    server.failing = failure("network");
    server.refusing = failure("network");
    const first = server.reads;
    // The watch tries to reconnect every 15 to 30 s, and each attempt asks for a read.
    server.stream.fail(failure("network"));
    await vi.advanceTimersByTimeAsync(600_000);
    expect(server.reads - first).toBeGreaterThan(20);
    expect(server.reads - first).toBeLessThan(50);
    server.failing = undefined;
    server.run.status = "awaiting_input";
    await vi.advanceTimersByTimeAsync(30_000);
    expect(watch.run?.status).toBe("awaiting_input");
  });

  test("after which somebody retries don't end what an event asked for: the run is read", async () => {
    const watch = await watching();
    server.run.status = "awaiting_input";
    server.stream.push(event(1, "run.paused"));
    await settle();
    server.stream.fail(failure("network"));
    await settle();
    expect([watch.state.kind, watch.run?.status]).toEqual(["waiting", "started"]);
    watch.retry();
    await vi.advanceTimersByTimeAsync(1_000);
    expect([watch.state.kind, watch.run?.status]).toEqual(["live", "awaiting_input"]);
  });
});

describe("a response that another one has overtaken", () => {
  test("changes nothing", async () => {
    const watch = await watching();
    const overtaken = Promise.withResolvers<Run>();
    vi.spyOn(server.api, "getRun").mockReturnValueOnce(overtaken.promise);
    server.stream.push(event(1, "run.paused"));
    await vi.advanceTimersByTimeAsync(1_000);
    server.stream.push(event(2, "run.resumed"));
    await vi.advanceTimersByTimeAsync(1_000);
    overtaken.resolve({ id: "r1", status: "awaiting_input" });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(watch.run?.status).toBe("started");
  });

  test("that others have read doesn't stay: the run is read once more", async () => {
    const watch = await watching();
    server.watcher.take({ id: "r1", status: "awaiting_input" });
    expect(watch.run?.status).toBe("awaiting_input");
    await vi.advanceTimersByTimeAsync(1_000);
    expect([watch.run?.status, server.reads]).toEqual(["started", 2]);
    server.watcher.take({ id: "r1", status: "started" });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.reads).toBe(2);
  });
});

describe("a gap", () => {
  test("is filled with stored events before the later ones are reported", async () => {
    server.stored = range(1, 500);
    const watch = server.watcher.watch("r1");
    const changes = listen(watch);
    await settle();
    server.stream.push(...range(1, 250));
    server.stream.push(...range(421, 430));
    await settle();
    expect(sequences(watch)).toEqual(range(1, 430).map(({ sequence }) => sequence));
    expect(watch.log.gaps).toEqual([]);
    expect(told(changes)).toEqual(sequences(watch));
  });

  test("that can't be filled stays, is requested once, and delays nothing", async () => {
    const watch = await watching();
    server.stream.push(event(1));
    await settle();
    server.failing = failure("server");
    server.stream.push(event(5));
    server.stream.push(event(6));
    await settle();
    expect(sequences(watch)).toEqual([1, 5, 6]);
    expect(watch.log.gaps).toEqual([{ from: 2, to: 4 }]);
    expect(server.pages).toHaveLength(1);
  });
});

test("a gap is requested again when the reader wants it, and the story is rebuilt", async () => {
  const watch = await watching();
  server.failing = failure("server");
  server.stream.push(event(1), event(4));
  await settle();
  const changes = listen(watch);
  await expect(watch.loadGap!({ from: 2, to: 3 })).rejects.toBe(server.failing);
  server.failing = undefined;
  expect(await watch.loadGap!({ from: 2, to: 3 })).toBe(0);
  expect(changes).toEqual([]);
  server.stored = range(1, 4);
  expect(await watch.loadGap!({ from: 2, to: 3 })).toBe(2);
  expect(sequences(watch)).toEqual([1, 2, 3, 4]);
  expect(changes).toMatchObject([{ kind: "events", events: [{ sequence: 2 }, { sequence: 3 }], rebuilt: true }]);
  expect(watch.runStory.steps).toMatchObject([{ kind: "reasoning", text: "xxxx" }]);
  expect(watch.state.kind).toBe("live");
});

describe("a late event", () => {
  test("is in order with the others of its batch, and only the rest of the gap is requested", async () => {
    server.stored = range(1, 6);
    const watch = server.watcher.watch("r1");
    const changes = listen(watch);
    await settle();
    server.stream.push(event(1), event(2), event(2), event(1));
    server.stream.push(event(1), event(3), event(5), event(4), event(6, "run.canceled"));
    await settle();
    expect(told(changes)).toEqual([1, 2, 3, 4, 5, 6]);
    expect([sequences(watch), watch.log.gaps, server.pages]).toEqual([[1, 2, 3, 4, 5, 6], [], []]);
  });

  test("whose gap couldn't be loaded fills it, and the story has its piece in its place", async () => {
    const piece = (sequence: number, delta: string) => event(sequence, undefined, { delta });
    const watch = await watching();
    server.failing = failure("server");
    server.stream.push(piece(1, "a"), piece(4, "d"));
    await settle();
    expect(watch.log.gaps).toEqual([{ from: 2, to: 3 }]);
    server.stream.push(piece(3, "c"));
    server.stream.push(piece(2, "b"));
    await settle();
    expect([sequences(watch), watch.log.gaps]).toEqual([[1, 2, 3, 4], []]);
    expect(watch.runStory.steps).toMatchObject([{ kind: "reasoning", text: "abcd" }]);
    server.stream.push(piece(2, "b"), piece(5, "e"));
    await settle();
    expect(watch.runStory.steps).toMatchObject([{ kind: "reasoning", text: "abcde" }]);
  });
});
