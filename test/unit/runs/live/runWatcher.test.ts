import { beforeEach, describe, expect, test, vi } from "vitest";
import { failure } from "../../../support/fakeApi.ts";
import { event, listen, range, sequences, settle, useWatchServer, WatchServer } from "../watchServer.ts";

const freshServer = useWatchServer();
let server: WatchServer;
beforeEach(() => {
  server = freshServer();
});

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
    expect(changes.map((change) => (change.kind === "events" ? change.events.length : change.kind))).toEqual([
      "run",
      200,
      200,
      50,
      "state",
    ]);
    expect(watch.state).toEqual({ kind: "ended" });
    expect(server.pages.map(({ page, page_size }) => [page, page_size])).toEqual([
      [1, 200],
      [2, 200],
      [3, 200],
    ]);
    expect(server.streams).toEqual([]);
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
    expect(
      changes.flatMap((change) => (change.kind === "events" ? [change.events.map(({ sequence }) => sequence)] : [])),
    ).toEqual([[1, 2], [3]]);
    expect(server.heard.map(({ status }) => status)).toEqual(["started", "completed"]);
    expect([server.streams.length, server.pages.length]).toEqual([1, 0]);
  });

  test("whose record is late is read until it is terminal", async () => {
    const watch = server.watcher.watch("r1");
    await settle();
    server.stream.push(event(1, "run.failed"));
    server.stream.end();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(watch.state.kind).toBe("live");
    const reads = server.reads;
    expect(reads).toBeGreaterThan(2);
    server.run = { id: "r1", status: "failed" };
    await vi.advanceTimersByTimeAsync(60_000);
    expect(watch.state.kind).toBe("ended");
    expect(server.streams).toHaveLength(1);
  });

  test("that counts again after a pause has ended, also below its highest number, and misses nothing stored", async () => {
    const named = (sequence: number, type: string) => ({ ...event(sequence, type), id: type });
    const watch = server.watcher.watch("r1");
    await settle();
    const received = named(3, "run.human_feedback.received");
    server.stored = [named(1, "run.started"), named(2, "run.paused"), named(2, "run.resumed"), received];
    server.stream.push(...server.stored);
    await vi.advanceTimersByTimeAsync(1_000);
    server.stored.splice(3, 0, named(2, "run.completed"));
    server.stored.push(named(4, "run.human_feedback.requested"));
    server.stream.push(server.stored[3]!);
    server.run = { id: "r1", status: "completed" };
    server.stream.end();
    await settle();
    expect([...watch.log].map(({ id }) => id)).toEqual(server.stored.map(({ id }) => id));
    expect(watch.state.kind).toBe("ended");
    expect([server.streams.length, server.pages.length]).toEqual([1, 1]);
  });

  test("whose stream ends early resumes after the last event", async () => {
    const watch = server.watcher.watch("r1");
    await settle();
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

  test("that ended while its stream found no end is replayed from its stored events", async () => {
    const watch = server.watcher.watch("r1");
    await settle();
    server.stream.push(event(1));
    await settle();
    server.run = { id: "r1", status: "canceled" };
    server.stored = [event(1), event(2)];
    server.stream.fail(failure());
    await vi.advanceTimersByTimeAsync(1_000);
    expect(watch.state.kind).toBe("ended");
    expect(sequences(watch)).toEqual([1, 2]);
    expect(server.stream.left).toBe(true);
  });

  test("reports the state of its stream", async () => {
    const watch = server.watcher.watch("r1");
    expect(watch.state).toEqual({ kind: "connecting" });
    await settle();
    expect(watch.state).toEqual({ kind: "live" });
    const error = failure();
    server.stream.fail(error);
    await settle();
    const first = { kind: "waiting", retryAt: expect.any(Number) as number, attempt: 1, error };
    expect(watch.state).toEqual(first);
    server.refusing = failure("server");
    await vi.advanceTimersByTimeAsync(500);
    expect(watch.state).toEqual({ ...first, attempt: 2, error: server.refusing });
    server.refusing = undefined;
    await vi.advanceTimersByTimeAsync(1_000);
    // The stream is open again, although it has brought nothing yet.
    expect(watch.state).toEqual({ kind: "live" });
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
    expect([server.stream.left, server.streams.length, server.reads, late.state.kind]).toEqual([
      true,
      1,
      1,
      "connecting",
    ]);
  });
});

test("passes a run that was just read to everyone who watches it, and otherwise to the store", async () => {
  const server = new WatchServer();
  const watch = server.watcher.watch("r1");
  await settle();
  const changes = listen(watch);
  server.watcher.take({ id: "r1", status: "awaiting_input" });
  expect(changes).toEqual([{ kind: "run", run: { id: "r1", status: "awaiting_input" } }]);
  server.watcher.take({ id: "r2", status: "completed" });
  expect(server.heard.slice(-2).map(({ id }) => id)).toEqual(["r1", "r2"]);
  server.watcher.dispose();
});
