import { describe, expect, test } from "vitest";
import { collect, connect, failureOf } from "../clients.ts";
import { json, openStream, serve, serveRaw, sse } from "../servers.ts";

const run = { data: { id: "run-1", status: "created" } };

test.each([429, 500, 502, 503, 504])("reads are retried after a %i", async (status) => {
  let failures = 3;
  await using server = await serve((_, response) => json(response, failures-- > 0 ? status : 200, run));
  await using connection = connect(server.url);
  expect(await connection.client.getRun("run-1")).toEqual(run.data);
  expect(server.requests).toHaveLength(4);
  expect(connection.clock.slept).toEqual([150, 300, 600]);
});

test("reads are retried after a connection that was reset, also in the middle of a body", async () => {
  const text = JSON.stringify(run);
  await using server = await serveRaw((socket, index) =>
    socket.on("data", () => {
      if (index === 0) socket.resetAndDestroy();
      else if (index === 1) socket.end("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{");
      else socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n${text}`);
    }),
  );
  await using connection = connect(server.url);
  expect(await connection.client.getRun("run-1")).toEqual(run.data);
  expect(server.connections).toHaveLength(3);
});

const file = {
  name: "a.txt",
  size: 1,
  async *open(): AsyncGenerator<Uint8Array> {
    yield Buffer.from("a");
  },
};

type Client = ReturnType<typeof connect>["client"];
const writes: [string, (client: Client) => Promise<unknown>][] = [
  ["create in the background", (client) => client.createRun({ input: 1 }, { mode: "background" })],
  ["create and wait", (client) => client.createRun({ input: 1 }, { mode: "wait" })],
  ["create with a file", (client) => client.createRun({ input: 1 }, { mode: "wait", files: [file] })],
  ["create and stream", (client) => collect(client.createRunStreaming({ input: 1 }))],
  ["upload", (client) => client.uploadFile(file)],
  ["cancel", (client) => client.cancelRun("run-1")],
  ["answer", (client) => client.answerInputRequest("run-1", { type: "human_feedback", request_id: "r", feedback: "" })],
];

describe.each(writes)("what has side effects is sent once: %s", (_name, write) => {
  test.each([
    [429, {}],
    [503, { error: { code: "unavailable", message: "Not now" } }],
  ])("a %i of the app refuses it", async (status, body) => {
    await using server = await serve((_, response) => json(response, status, body, { "retry-after": "1" }));
    await using connection = connect(server.url);
    const error = await failureOf(write(connection.client));
    expect(error).toMatchObject({ status, outcomeUnknown: false, retryAfter: 1000 });
    expect(server.requests).toHaveLength(1);
    expect(connection.clock.slept).toEqual([]);
  });

  test.each([408, 500, 502, 503, 504])(
    "a gateway that gives up with a %i leaves the outcome unknown",
    async (status) => {
      await using server = await serve((_, response) => json(response, status, {}));
      await using connection = connect(server.url);
      const error = await failureOf(write(connection.client));
      expect(error).toMatchObject({ kind: status === 408 ? "timeout" : "server", status, outcomeUnknown: true });
      expect(server.requests).toHaveLength(1);
    },
  );

  test("a reset after the request leaves the outcome unknown", async () => {
    await using server = await serve((_, response) => response.socket?.resetAndDestroy());
    await using connection = connect(server.url);
    expect(await failureOf(write(connection.client))).toMatchObject({ kind: "network", outcomeUnknown: true });
    expect(server.requests).toHaveLength(1);
  });

  test("a response that can't be read leaves the outcome unknown", async () => {
    await using server = await serve((_, response) => response.writeHead(200).end("<html>"));
    await using connection = connect(server.url);
    expect(await failureOf(write(connection.client))).toMatchObject({ kind: "protocol", outcomeUnknown: true });
    expect(server.requests).toHaveLength(1);
  });

  test("an abort after the request leaves the outcome unknown", async () => {
    await using server = await serve(() => void connection.client.close());
    await using connection = connect(server.url);
    expect(await failureOf(write(connection.client))).toMatchObject({ kind: "aborted", outcomeUnknown: true });
  });

  test("without a connection nothing was sent", async () => {
    const server = await serveRaw(() => undefined);
    await server[Symbol.asyncDispose]();
    await using connection = connect(server.url);
    expect(await failureOf(write(connection.client))).toMatchObject({ kind: "network", outcomeUnknown: false });
  });

  test("never over a used connection, which may be closing", async () => {
    await using server = await serveRaw((socket) => {
      let requests = 0;
      socket.on("data", () => {
        // The second request on a connection is lost, as when a server gives up an idle one just then.
        if (requests++ > 0) return socket.resetAndDestroy();
        const text = JSON.stringify(run);
        return socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n${text}`);
      });
    });
    await using connection = connect(server.url);
    await connection.client.getRun("run-1");
    for (let round = 0; round < 2; round++) {
      await write(connection.client).catch((error: unknown) => {
        // The one response does not fit every call; what counts is that each call received it.
        expect(error).toMatchObject({ kind: "protocol" });
      });
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(server.connections).toHaveLength(3);
  });
});

test("a running stream blocks no other request", async () => {
  await using server = await serve(({ url }, response) => {
    if (url.endsWith("/stream")) openStream(response).write(sse(1));
    else json(response, 200, run);
  });
  await using connection = connect(server.url);
  for await (const [event] of connection.client.streamRun("run-1")) {
    // The first batch only says that the app has accepted the request.
    if (!event) continue;
    expect(event.sequence).toBe(1);
    expect(await connection.client.getRun("run-1")).toEqual(run.data);
    break;
  }
});
