import { describe, expect, test } from "vitest";
import type { RunEvent } from "../../../../src/api/schemas.ts";
import type { WatchState } from "../../../../src/runs/live/watchTypes.ts";
import { collect, connect, failureOf } from "../clients.ts";
import { createdAndResumed } from "../resumed.ts";
import { json, openStream, serve, sse } from "../servers.ts";

const started = sse(1, "run.started", { id: "run-1", object: "run", status: "started" });

describe("a streaming create", () => {
  test("that breaks after run.started resumes where it broke, and is never sent again", async () => {
    const pieces = [started + sse(2), sse(3), sse(4, "run.completed")];
    await using server = await serve((_, response) => {
      openStream(response).write(pieces.shift(), () => response.socket?.destroySoon());
    });
    await using connection = connect(server.url);
    const states: string[] = [];
    const onState = ({ kind }: WatchState): number => states.push(kind);
    const events = await collect(
      createdAndResumed(connection.client, { input: 1 }, { clock: connection.clock, onState }),
    );
    expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "POST /v1/runs",
      "GET /v1/runs/run-1/stream?after_sequence=2",
      "GET /v1/runs/run-1/stream?after_sequence=3",
    ]);
    expect(states.join(" ")).toBe("connecting live waiting connecting live waiting connecting live ended");
  });

  test("that ends without a terminal event resumes, too", async () => {
    await using server = await serve(({ method }, response) =>
      openStream(response).end(method === "POST" ? started : sse(2, "run.failed")),
    );
    await using connection = connect(server.url);
    expect(await collect(createdAndResumed(connection.client, { input: 1 }, connection))).toHaveLength(2);
  });

  test.each([
    ["no event", "", "network"],
    ["an event that names no run", sse(1, "agent.reasoning.delta"), "network"],
    ["a start without an id", sse(1, "run.started", null), "network"],
    ["half an event", started.slice(0, -5), "network"],
    ["something that is no event", "data: {\n\n", "protocol"],
  ])("that breaks after %s may or may not have created a run", async (_what, text, kind) => {
    await using server = await serve((_, response) => {
      openStream(response).write(text || ":\n", () => response.socket?.destroySoon());
    });
    await using connection = connect(server.url);
    const seen: RunEvent[] = [];
    const reading = (async () => {
      for await (const event of connection.client.createRunStreaming({ input: 1 })) seen.push(event);
    })();
    const error = await failureOf(reading);
    expect(error).toMatchObject({ kind, outcomeUnknown: true });
    expect(error.message).toContain("may or may not exist");
    expect(server.requests).toHaveLength(1);
    expect(seen).toHaveLength(text.startsWith("event") && text.endsWith("\n\n") ? 1 : 0);
  });

  test("that receives nothing times out with an unknown outcome", async () => {
    await using server = await serve((_, response) => openStream(response));
    await using connection = connect(server.url, { heartbeatTimeout: 200 });
    const error = await failureOf(collect(connection.client.createRunStreaming({ input: 1 })));
    expect(error).toMatchObject({ kind: "timeout", outcomeUnknown: true });
    expect(server.requests).toHaveLength(1);
  });

  test.each([400, 401, 429, 503])("that is refused with a %i created no run", async (status) => {
    const error = { code: "refused", message: "Not now" };
    await using server = await serve((_, response) => json(response, status, status === 503 ? { error } : {}));
    await using connection = connect(server.url);
    const failure = await failureOf(collect(connection.client.createRunStreaming({ input: 1 })));
    expect(failure).toMatchObject({ status, outcomeUnknown: false });
    expect(server.requests).toHaveLength(1);
  });

  test("is sent when it is read, not before", async () => {
    await using server = await serve((_, response) => openStream(response).end(started + sse(2, "run.completed")));
    await using connection = connect(server.url);
    const stream = connection.client.createRunStreaming({ input: 1 });
    await connection.client.getRun("x").catch(() => undefined);
    expect(server.requests.map(({ method }) => method)).toEqual(["GET"]);
    await collect(stream);
    expect(server.requests.map(({ method }) => method)).toEqual(["GET", "POST"]);
  });

  test("whose loop is left closes the connection", async () => {
    let closed: () => void = () => undefined;
    const whenClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    await using server = await serve((_, response) => {
      response.on("close", closed);
      openStream(response).write(started);
    });
    await using connection = connect(server.url);
    for await (const _event of connection.client.createRunStreaming({ input: 1 })) break;
    await whenClosed;
    expect(server.requests).toHaveLength(1);
  });
});
