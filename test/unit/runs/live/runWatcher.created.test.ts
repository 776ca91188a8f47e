import { beforeEach, describe, expect, test, vi } from "vitest";
import { failure, FakeStream } from "../../../support/fakeApi.ts";
import { event, sequences, settle, useWatchServer, type WatchServer } from "../watchServer.ts";

const freshServer = useWatchServer();
let server: WatchServer;
beforeEach(() => {
  server = freshServer();
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

  test("that throws before the start rejects its caller, and nobody else", async () => {
    const stream = new FakeStream();
    const error = failure("invalid");
    const rejected = expect(server.watcher.adopt(stream)).rejects.toBe(error);
    stream.fail(error);
    await settle();
    await rejected;
  });

  test("that ends before the start leaves open whether there is a run", async () => {
    const stream = new FakeStream();
    stream.push(event(1));
    stream.end();
    await expect(server.watcher.adopt(stream)).rejects.toMatchObject({
      kind: "protocol",
      outcomeUnknown: true,
    });
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

  test("is ended when nobody watches any more", async () => {
    const stream = new FakeStream();
    const abort = vi.fn(() => stream.fail(failure("aborted")));
    stream.push(started);
    const { watch } = await server.watcher.adopt(stream, abort);
    await settle();
    watch.dispose();
    await settle();
    expect([abort.mock.calls.length, stream.left]).toEqual([1, true]);
  });
});

describe("following to the end", () => {
  test("resolves with the final run and releases it", async () => {
    const end = server.watcher.follow("r1");
    await settle();
    server.stream.push(event(1, "run.completed"));
    server.run = { id: "r1", status: "completed", output: 1 };
    server.stream.end();
    await expect(end).resolves.toMatchObject({ status: "completed", output: 1 });
    server.watcher.watch("r1");
    await settle();
    expect(server.pages).toHaveLength(1);
  });

  test("survives temporary failures, and rejects with others", async () => {
    server.failing = failure("server");
    const end = server.watcher.follow("r1");
    await vi.advanceTimersByTimeAsync(600);
    server.failing = failure("forbidden");
    await vi.advanceTimersByTimeAsync(60_000);
    await expect(end).rejects.toBe(server.failing);
  });

  test("stops with its signal, and with the watcher", async () => {
    const controller = new AbortController();
    const end = server.watcher.follow("r1", { signal: controller.signal });
    const other = server.watcher.follow("r1");
    await settle();
    controller.abort();
    await expect(end).rejects.toMatchObject({ kind: "aborted" });
    expect(server.stream.left).toBe(false);
    server.watcher.dispose();
    await expect(other).rejects.toMatchObject({ kind: "aborted" });
    await settle();
    expect(server.stream.left).toBe(true);
  });
});
