import { describe, expect, test } from "vitest";
import type { WatchState } from "../../../../src/runs/live/watchTypes.ts";
import { collect, connect, failureOf } from "../clients.ts";
import { resumed } from "../resumed.ts";
import { json, openStream, serve, sse } from "../servers.ts";
import { sequences, cursorsOf } from "./support/sequences.ts";

describe("resuming", () => {
  test("continues after the last sequence, after a broken and after an ended connection, and reports its states", async () => {
    const pieces = [sse(1) + sse(2), sse(3), sse(4, "run.completed")];
    await using server = await serve((_, response) => {
      openStream(response).write(pieces.shift(), () => {
        if (pieces.length === 1) response.end();
        else response.socket?.destroySoon();
      });
    });
    await using connection = connect(server.url);
    const states: WatchState[] = [];
    const events = await collect(
      resumed(connection.client, "run-1", { clock: connection.clock, onState: (state) => states.push(state) }),
    );
    expect(sequences(events)).toEqual([1, 2, 3, 4]);
    expect(states.map(({ kind }) => kind).join(" ")).toBe(
      "connecting live waiting connecting live waiting connecting live ended",
    );
    const waiting = states.find((state) => state.kind === "waiting");
    expect(waiting).toMatchObject({ attempt: 1, retryAt: 1_000_250, error: { kind: "network" } });
  });

  test("requests only unseen events", async () => {
    const pieces = [sse(1) + sse(2), sse(3), sse(4, "run.failed")];
    await using server = await serve((_, response) => openStream(response).end(pieces.shift()));
    await using connection = connect(server.url);
    const events = await collect(resumed(connection.client, "run-1", connection));
    expect(sequences(events)).toEqual([1, 2, 3, 4]);
    expect(cursorsOf(server.requests)).toEqual([null, "2", "3"]);
  });

  test("drops duplicates and late events", async () => {
    const of = (...numbers: number[]): string => numbers.map((number) => sse(number)).join("");
    const pieces = [of(1, 2, 2, 1), of(1, 2, 3, 5, 4) + sse(6, "run.canceled")];
    await using server = await serve((_, response) => openStream(response).end(pieces.shift()));
    await using connection = connect(server.url);
    expect(sequences(await collect(resumed(connection.client, "run-1", connection)))).toEqual([1, 2, 3, 5, 6]);
  });

  test("leaves out a cursor below 1", async () => {
    await using server = await serve((_, response) => openStream(response).end(sse(0) + sse(1, "run.completed")));
    await using connection = connect(server.url);
    expect(
      sequences(await collect(resumed(connection.client, "run-1", { clock: connection.clock, afterSequence: 0 }))),
    ).toEqual([1]);
    expect(sequences(await collect(resumed(connection.client, "run-1", connection)))).toEqual([0, 1]);
    expect(cursorsOf(server.requests)).toEqual([null, null]);
  });

  test.each([
    [429, "7"],
    [500, undefined],
    [503, "7"],
  ])("waits out a %i", async (status, retryAfter) => {
    let failures = 6;
    await using server = await serve((_, response) => {
      if (failures-- > 0) json(response, status, {}, retryAfter ? { "retry-after": retryAfter } : {});
      else openStream(response).end(sse(1, "run.completed"));
    });
    await using connection = connect(server.url);
    expect(sequences(await collect(resumed(connection.client, "run-1", connection)))).toEqual([1]);
    expect(connection.clock.slept).toEqual(
      [250, 500, 1000, 2000, 4000, 8000].map((wait) => Math.max(wait, retryAfter ? 7000 : 0)),
    );
  });

  test("has no limit of attempts, slows down to half a minute, and starts over with an event", async () => {
    let request = 0;
    await using server = await serve((_, response) => {
      request++;
      if (request === 50) openStream(response).end(sse(1));
      else if (request === 52) openStream(response).end(sse(2, "run.completed"));
      else response.socket?.destroy();
    });
    await using connection = connect(server.url);
    expect(sequences(await collect(resumed(connection.client, "run-1", connection)))).toEqual([1, 2]);
    expect(connection.clock.slept).toHaveLength(51);
    expect(connection.clock.slept.slice(7, 49)).toEqual(Array.from({ length: 42 }, () => 15_000));
    expect(connection.clock.slept.slice(49)).toEqual([250, 500]);
  });

  test("a stream that is always empty is requested ever more slowly, until the caller leaves", async () => {
    await using server = await serve((_, response) => openStream(response).end());
    await using connection = connect(server.url);
    const controller = new AbortController();
    const onState = (state: WatchState): void => {
      if (state.kind === "waiting" && state.attempt === 10) controller.abort();
    };
    const reading = collect(
      resumed(connection.client, "run-1", { clock: connection.clock, onState, signal: controller.signal }),
    );
    expect(await failureOf(reading)).toMatchObject({ kind: "aborted" });
    expect(server.requests).toHaveLength(10);
    expect(connection.clock.slept.at(-1)).toBe(15_000);
  });

  test("silence beyond the heartbeat timeout breaks a connection; a comment prevents it", async () => {
    await using server = await serve(({ url }, response) => {
      openStream(response);
      if (url.includes("after_sequence=1")) {
        let beats = 0;
        const beat = setInterval(() => {
          if (++beats < 8) return response.write(": heartbeat\n\n");
          clearInterval(beat);
          return response.end(sse(2, "run.completed"));
        }, 100);
      } else {
        response.write(sse(1));
      }
    });
    await using connection = connect(server.url, { heartbeatTimeout: 400 });
    const states: WatchState[] = [];
    const events = await collect(
      resumed(connection.client, "run-1", { clock: connection.clock, onState: (state) => states.push(state) }),
    );
    expect(sequences(events)).toEqual([1, 2]);
    expect(states.filter(({ kind }) => kind === "waiting")).toMatchObject([{ error: { kind: "timeout" } }]);
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
