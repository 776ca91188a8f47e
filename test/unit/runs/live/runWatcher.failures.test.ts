import { beforeEach, describe, expect, test, vi } from "vitest";
import { failure } from "../../../support/fakeApi.ts";
import { event, sequences, settle, useWatchServer, type WatchServer } from "../watchServer.ts";

const freshServer = useWatchServer();
let server: WatchServer;
beforeEach(() => {
  server = freshServer();
});

describe("failures", () => {
  test("that are temporary are retried, each after a longer pause", async () => {
    server.failing = failure("network");
    const watch = server.watcher.watch("r1");
    await settle();
    expect(watch.state).toMatchObject({ kind: "waiting", attempt: 1, error: { kind: "network" } });
    await vi.advanceTimersByTimeAsync(500);
    expect(watch.state).toMatchObject({ kind: "waiting", attempt: 2 });
    server.failing = undefined;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.streams).toHaveLength(1);
    server.stream.push(event(1));
    server.stream.fail(failure("network"));
    await settle();
    expect(watch.state).toMatchObject({ kind: "waiting", attempt: 1 });
  });

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

  test("of the stream are handled in the same two ways, and no event is lost or doubled", async () => {
    const watch = server.watcher.watch("r1");
    await settle();
    server.stream.push(event(1));
    server.stream.fail(failure("timeout"));
    await settle();
    expect(watch.state).toMatchObject({ kind: "waiting", attempt: 1 });
    watch.retry();
    await settle();
    expect(server.streams.at(-1)?.options.afterSequence).toBe(1);
    server.stream.push(event(1), event(2));
    server.stream.fail(failure("not-found"));
    await settle();
    expect(watch.state).toMatchObject({ kind: "failed", error: { kind: "not-found" } });
    expect(sequences(watch)).toEqual([1, 2]);
  });

  test("of reads of the record come ever more rarely while the stream is broken, until one succeeds", async () => {
    const watch = server.watcher.watch("r1");
    await settle();
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
});
