import { describe, expect, test } from "vitest";
import type { RunEvent } from "#api/schemas.ts";
import { collect, connect, failureOf } from "../clients.ts";
import { openStream, serve, sse } from "../servers.ts";

const started = sse(1, "run.started", { id: "run-1", object: "run", status: "started" });

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

describe("a streaming create", () => {
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
      for await (const batch of connection.client.createRunStreaming({ input: 1 })) seen.push(...batch);
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

  test("is sent when it is read, not before", async () => {
    await using server = await serve((_, response) => openStream(response).end(started + sse(2, "run.completed")));
    await using connection = connect(server.url);
    const stream = connection.client.createRunStreaming({ input: 1 });
    await connection.client.getRun("x").catch(() => undefined);
    expect(server.requests.map(({ method }) => method)).toEqual(["GET"]);
    await collect(stream);
    expect(server.requests.map(({ method }) => method)).toEqual(["GET", "POST"]);
  });
});

describe("a stream", () => {
  test("is broken by silence beyond the heartbeat timeout, and kept by comments", async () => {
    await using server = await serve(({ url }, response) => {
      openStream(response);
      if (url.includes("after_sequence=1")) return;
      let beats = 0;
      const beat = setInterval(() => {
        if (++beats < 40) return response.write(": heartbeat\n\n");
        clearInterval(beat);
        return response.end(sse(2, "run.completed"));
      }, 50);
    });
    await using connection = connect(server.url, { heartbeatTimeout: 1_500 });
    const [kept, silent] = [undefined, 1].map((afterSequence) =>
      collect(connection.client.streamRun("run-1", { afterSequence })),
    );
    expect(await failureOf(silent!)).toMatchObject({ kind: "timeout" });
    expect(await kept).toHaveLength(1);
  });
});

test.each(['{"type":"x"}', '{"type":7,"sequence":2}', '{"type":"x","sequence":"2"}'])(
  "%s in the middle: it is shown raw, and the others are there",
  async (bad) => {
    const end = 'data: {"type":"run.completed","sequence":4}\n\n';
    await using server = await serve((_, response) =>
      openStream(response).end(`${sse(1)}data: ${bad}\n\n${sse(3)}${end}`),
    );
    await using connection = connect(server.url);
    const events = await collect(connection.client.streamRun("run-1"));
    expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    expect(events[1]).toMatchObject({
      type: "unreadable",
      data: { problem: expect.stringMatching(/^(sequence|type): /), value: JSON.parse(bad) as unknown },
    });
  },
);

describe("the end", () => {
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
      for await (const batch of connection.client.streamRun("run-1", { signal })) if (batch[0]) controller.abort();
    })();
    expect(await failureOf(reading)).toMatchObject({ kind: "aborted" });
    await closed.promise;
  });

  test("a stream sends nothing before it is read", async () => {
    await using server = await serve((_, response) => openStream(response).end(sse(1, "run.completed")));
    await using connection = connect(server.url);
    const stream = connection.client.streamRun("run-1");
    expect(server.requests).toEqual([]);
    await collect(stream);
    expect(server.requests).toHaveLength(1);
  });
});
