import { type Socket } from "node:net";
import { describe, expect, test } from "vitest";
import type { RunEvent } from "#api/schemas.ts";
import { collect, connect } from "../clients.ts";
import { resumed } from "../resumed.ts";
import { serveRaw } from "../servers.ts";

const head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\nconnection: close\r\n\r\n";

/** Comments, fields of all kinds, text in several scripts, data over two lines, and an event of an unknown type. */
function streamText(lineBreak: string): string {
  const event = (sequence: number, type: string, rest = {}): string => JSON.stringify({ type, sequence, ...rest });
  return [
    ": heartbeat",
    "",
    "event: run.started",
    "id: 1",
    `data: ${event(1, "run.started", { data: { id: "run-1" } })}`,
    "",
    ":",
    "retry: 1000",
    `data:${event(2, "agent.reasoning.delta", { data: { delta: "é ✓ 𝄞 \u2028 \\n" } })}`,
    "",
    "unknown: field",
    'data: {"type":"brand.new",',
    'data: "sequence":3,"nested":{"kept":[1,2]}}',
    "",
    `data: ${event(4, "run.completed")}`,
    "",
    "",
  ].join(lineBreak);
}

const expected: RunEvent[] = [
  { type: "run.started", sequence: 1, data: { id: "run-1" } },
  { type: "agent.reasoning.delta", sequence: 2, data: { delta: "é ✓ 𝄞 \u2028 \\n" } },
  { type: "brand.new", sequence: 3, nested: { kept: [1, 2] } },
  { type: "run.completed", sequence: 4 },
];

/** Writes the pieces in packets of their own, each when the one before was taken. */
async function writeApart(socket: Socket, pieces: readonly Uint8Array[]): Promise<void> {
  socket.setNoDelay(true);
  for (const piece of pieces) {
    await new Promise((resolve) => socket.write(piece, resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe.each([
  ["LF", "\n"],
  ["CRLF", "\r\n"],
  ["CR", "\r"],
])("an event stream with %s", (_name, lineBreak) => {
  const bytes = Buffer.from(streamText(lineBreak));

  test("cut in two at every byte", async () => {
    let cut = 0;
    await using server = await serveRaw((socket) =>
      socket.once("data", () => {
        void writeApart(socket, [Buffer.from(head), bytes.subarray(0, cut), bytes.subarray(cut)]);
      }),
    );
    await using connection = connect(server.url);
    for (cut = 0; cut <= bytes.byteLength; cut++) {
      const events = await collect(connection.client.streamRun("run-1"));
      expect(events, `cut at byte ${cut}`).toEqual(expected);
    }
    expect(server.connections).toHaveLength(bytes.byteLength + 1);
  });

  test("byte by byte", async () => {
    const pieces = [Buffer.from(head), ...Array.from(bytes, (byte) => Uint8Array.of(byte))];
    await using server = await serveRaw((socket) => socket.once("data", () => void writeApart(socket, pieces)));
    await using connection = connect(server.url);
    expect(await collect(connection.client.streamRun("run-1"))).toEqual(expected);
  });

  test("whole, as one batch", async () => {
    await using server = await serveRaw((socket) =>
      socket.once("data", () => socket.end(Buffer.concat([Buffer.from(head), bytes]))),
    );
    await using connection = connect(server.url);
    expect(await resumed(connection.client, "run-1", connection)).toEqual([expected]);
  });

  test("interrupted at every byte, it resumes and no event is missed or doubled", async () => {
    let cut = 0;
    await using server = await serveRaw((socket, index) =>
      socket.once("data", () => {
        socket.end(Buffer.concat([Buffer.from(head), index % 2 === 0 ? bytes.subarray(0, cut) : bytes]));
      }),
    );
    await using connection = connect(server.url);
    // The last event is whole once its line and the empty one after it have ended.
    const wholeAt = bytes.byteLength - lineBreak.length + 1;
    for (cut = 0; cut < wholeAt; cut += 1) {
      const batches = await resumed(connection.client, "run-1", connection);
      expect(batches.flat(), `broken at byte ${cut}`).toEqual(expected);
    }
  });
});
