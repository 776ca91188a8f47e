import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { listenOnLoopback } from "#api/http/loopback.ts";
import { reportUnexpectedErrors } from "#base/unexpectedError.ts";

const servers: Server[] = [];
const makeServer = (): Server => {
  const server = createServer();
  servers.push(server);
  return server;
};

afterEach(() => {
  reportUnexpectedErrors();
  for (const server of servers.splice(0)) server.close();
});

test("only this machine reaches it, on the port that was wanted, or on a free one", async () => {
  const [first, second] = [makeServer(), makeServer()];
  const port = await listenOnLoopback(first);
  expect((first.address() as AddressInfo).address).toBe("127.0.0.1");
  const other = await listenOnLoopback(second, port);
  expect(other).not.toBe(port);
  expect(second.address()).toMatchObject({ address: "127.0.0.1", port: other });
});

test("an error after that is reported, and the server goes on", async () => {
  const reported: unknown[] = [];
  reportUnexpectedErrors((error) => reported.push(error));
  const server = makeServer();
  await listenOnLoopback(server);
  const error = new Error("too many open files");
  server.emit("error", error);
  expect(reported).toEqual([error]);
  expect(server.listening).toBe(true);
});
