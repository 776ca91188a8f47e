import { describe, expect, test } from "vitest";
import type { WatchState } from "../../../../src/runs/live/watchTypes.ts";
import { collect, connect, failureOf } from "../clients.ts";
import { resumed } from "../resumed.ts";
import { json, openStream, serve, serveRaw, sse } from "../servers.ts";
import { sequences, deferred } from "./support/sequences.ts";

describe("failures that reconnecting doesn't solve", () => {
  test.each([
    [400, "invalid"],
    [401, "auth"],
    [403, "forbidden"],
    [404, "not-found"],
  ])("a %i, also later", async (status, kind) => {
    await using server = await serve((_, response) => {
      if (server.requests.length === 1) openStream(response).end(sse(1));
      else json(response, status, {});
    });
    await using connection = connect(server.url);
    expect(await failureOf(collect(resumed(connection.client, "run-1", connection)))).toMatchObject({ kind, status });
    expect(server.requests).toHaveLength(2);
  });

  test.each([
    ["{", "isn't JSON"],
    ["[DONE]", "isn't JSON"],
  ])("an invalid event: %s; earlier events are not lost", async (data, reason) => {
    await using server = await serve((_, response) => openStream(response).end(`${sse(1)}data: ${data}\n\n${sse(3)}`));
    await using connection = connect(server.url);
    const seen: number[] = [];
    const reading = (async () => {
      for await (const { sequence } of connection.client.streamRun("run-1")) seen.push(sequence);
    })();
    const error = await failureOf(reading);
    expect(error.kind).toBe("protocol");
    expect(error.message).toContain(reason);
    expect(seen).toEqual([1]);
    expect(server.requests).toHaveLength(1);
  });

  test("an event without a sequence at the end; earlier events are not lost", async () => {
    await using server = await serve((_, response) => openStream(response).end(`${sse(1)}data: {"type":"x"}\n\n`));
    await using connection = connect(server.url);
    const seen: number[] = [];
    const reading = (async () => {
      for await (const { sequence } of connection.client.streamRun("run-1")) seen.push(sequence);
    })();
    expect(await failureOf(reading)).toMatchObject({
      kind: "protocol",
      message: expect.stringContaining("sequence: "),
    });
    expect(seen).toEqual([1]);
  });

  test.each(["text/html", undefined])("a response of type %s", async (type) => {
    const headers = type ? { "content-type": type } : {};
    await using server = await serve((_, response) => response.writeHead(200, headers).end(sse(1)));
    await using connection = connect(server.url);
    const error = await failureOf(collect(connection.client.streamRun("run-1")));
    expect(error.kind).toBe("protocol");
    expect(error.message).toContain("instead of text/event-stream");
  });

  test("an event that never ends", async () => {
    const megabyte = "x".repeat(1024 * 1024);
    await using server = await serveRaw((socket) =>
      socket.once("data", () => {
        socket.write("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: ");
        const more = (): void => {
          while (!socket.destroyed && socket.write(megabyte));
        };
        socket.on("drain", more);
        more();
      }),
    );
    await using connection = connect(server.url);
    const error = await failureOf(collect(connection.client.streamRun("run-1")));
    expect(error).toMatchObject({ kind: "protocol", message: expect.stringContaining("64 MiB") as string });
  });
});

describe("the end", () => {
  test("comes with the terminal event, even when the server keeps the connection open", async () => {
    const closed = deferred();
    await using server = await serve((_, response) => {
      response.on("close", closed.resolve);
      openStream(response).write(sse(1, "run.completed"));
    });
    await using connection = connect(server.url);
    expect(sequences(await collect(connection.client.streamRun("run-1")))).toEqual([1]);
    await closed.promise;
    expect(server.requests).toHaveLength(1);
  });

  test("comes with a terminal event that is a duplicate", async () => {
    await using server = await serve((_, response) => openStream(response).end(sse(4) + sse(5, "run.completed")));
    await using connection = connect(server.url);
    expect(await collect(resumed(connection.client, "run-1", { clock: connection.clock, afterSequence: 5 }))).toEqual(
      [],
    );
    expect(server.requests).toHaveLength(1);
  });

  test("leaving the loop frees the connection", async () => {
    const closed = deferred();
    await using server = await serve((_, response) => {
      response.on("close", closed.resolve);
      openStream(response).write(sse(1) + sse(2));
    });
    await using connection = connect(server.url);
    for await (const { sequence } of connection.client.streamRun("run-1")) {
      expect(sequence).toBe(1);
      break;
    }
    await closed.promise;
    expect(server.requests).toHaveLength(1);
  });

  test("an abort ends a silent stream", async () => {
    const controller = new AbortController();
    const closed = deferred();
    await using server = await serve((_, response) => {
      response.on("close", closed.resolve);
      openStream(response).write(sse(1));
    });
    await using connection = connect(server.url);
    const { signal } = controller;
    const reading = (async () => {
      for await (const _event of connection.client.streamRun("run-1", { signal })) controller.abort();
    })();
    expect(await failureOf(reading)).toMatchObject({ kind: "aborted" });
    await closed.promise;
  });

  test("close() ends a stream, also during a pause", async () => {
    await using server = await serve((_, response) => json(response, 503, {}));
    const { client, clock } = connect(server.url);
    const onState = ({ kind }: WatchState): void => {
      if (kind === "waiting") void client.close();
    };
    expect(await failureOf(collect(resumed(client, "run-1", { clock, onState })))).toMatchObject({ kind: "aborted" });
    expect(server.requests).toHaveLength(1);
  });

  test("a stream can be read once, and sends nothing before", async () => {
    await using server = await serve((_, response) => openStream(response).end(sse(1, "run.completed")));
    await using connection = connect(server.url);
    const stream = connection.client.streamRun("run-1");
    expect(server.requests).toEqual([]);
    await collect(stream);
    expect(() => stream.batches()).toThrow(expect.objectContaining({ kind: "invalid" }));
  });
});
