import { describe, expect, test } from "vitest";
import { connect, failureOf } from "../clients.ts";
import { serveRaw } from "../servers.ts";

/** In milliseconds: short enough to be waited for here, and many times what passes between two bytes. */
const short = { headers: 800, idle: 800, refusal: 800 };
const limits = { read: short, write: short };

describe("a byte now and then is no response", () => {
  test("a run whose end is awaited may take its time", async () => {
    const run = '{"data":{"id":"run-1","status":"completed"}}';
    const start = `HTTP/1.1 200 OK\r\ncontent-length: ${20 + run.length}\r\n\r\n`;
    let sent = 0;
    await using server = await serveRaw((socket) => {
      socket.once("data", () => {
        socket.write(start);
        const timer = setInterval(() => socket.write(sent++ < 20 ? " " : run), 50);
        socket.on("close", () => clearInterval(timer));
      });
    });
    await using connection = connect(server.url, { limits });
    const created = await connection.client.createRun({ input: {} }, { mode: "wait" });
    expect(created).toEqual({ id: "run-1", status: "completed" });
  });
});

test("an upload that nobody accepts times out, and was not done", async () => {
  await using server = await serveRaw((socket) => socket.pause());
  await using connection = connect(server.url, { limits });
  const size = 50_000_000;
  const open = async function* (): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < size; at += 1_000_000) yield Buffer.alloc(1_000_000);
  };
  const error = await failureOf(connection.client.uploadFile({ name: "a.bin", size, open }));
  expect(error).toMatchObject({ kind: "timeout", outcomeUnknown: false });
});
