import { type IncomingMessage, request, type RequestOptions } from "node:http";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { type Collector, type CollectorOptions, startCollector } from "#features/localRuns/core/collector.ts";
import type { LossKind } from "#features/localRuns/core/lostPosts.ts";

const key = "a key of our own";

interface Running extends Collector {
  bodies: string[];
  refused: string[];
  /** What was lost with each refusal: nothing with that of a web page. */
  lost: (LossKind | undefined)[];
}

async function running(options: Partial<CollectorOptions> = {}): Promise<Running> {
  const bodies: string[] = [];
  const refused: string[] = [];
  const lost: Running["lost"] = [];
  const collector = await startCollector({
    keyForPort: () => key,
    onBody: async (body) => void bodies.push(Buffer.from(body).toString()),
    onRefused: (reason, loss) => {
      refused.push(reason);
      lost.push(loss);
    },
    ...options,
  });
  onTestFinished(() => collector.close());
  return { ...collector, bodies, refused, lost };
}

interface Answer {
  status: number;
  body: string;
}

const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };

type PostOptions = Pick<RequestOptions, "path" | "method"> & { headers?: Record<string, string> };

function post({ port }: Collector, body: string, options: PostOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const wanted = { port, host: "127.0.0.1", path: "/v1/traces", method: "POST", ...options };
    const sent = request({ ...wanted, headers: { ...headers, ...options.headers } }, (response: IncomingMessage) =>
      resolve(text(response).then((answer) => ({ status: response.statusCode ?? 0, body: answer }))),
    );
    sent.on("error", reject).end(body);
  });
}

/** A connection on which a test writes what it likes. */
async function socketTo({
  port,
}: Collector): Promise<{ socket: Socket; received: () => string; ended: Promise<void> }> {
  const socket = connect(port, "127.0.0.1");
  let received = "";
  socket.on("data", (chunk) => (received += chunk.toString())).on("error", () => undefined);
  const ended = new Promise<void>((resolve) => void socket.on("close", () => resolve()));
  await new Promise<void>((resolve) => void socket.on("connect", () => resolve()));
  onTestFinished(() => void socket.destroy());
  return { socket, received: () => received, ended };
}

const head = (collector: Collector, length: number | string): string =>
  [
    "POST /v1/traces HTTP/1.1",
    `Host: 127.0.0.1:${collector.port}`,
    `Authorization: Bearer ${key}`,
    typeof length === "number" ? `Content-Length: ${length}` : length,
    "",
    "",
  ].join("\r\n");

test("a post is answered, and its body arrives as it was sent", async () => {
  const collector = await running();
  expect(await post(collector, '{"runs":[]} ü')).toEqual({ status: 200, body: "{}" });
  await expect.poll(() => collector.bodies).toEqual(['{"runs":[]} ü']);
});

test("a post is answered when its body is here, and not before", async () => {
  const collector = await running();
  const { socket, received } = await socketTo(collector);
  socket.write(head(collector, 11) + '{"runs"');
  // The answer to a second post on another connection is later than any to this one could be.
  await post(collector, "{}");
  expect(received()).toBe("");
  socket.write(":[]}");
  await expect.poll(received).toContain("200 OK");
  await expect.poll(() => collector.bodies).toEqual(["{}", '{"runs":[]}']);
});

test("a client that reads the answer before it has sent all loses nothing", async () => {
  const lengths: number[] = [];
  const collector = await running({ onBody: async (body) => void lengths.push(body.length) });
  const wanted = [4, 8, 16, 31].map((mebibytes) => mebibytes * 1_048_576);
  for (const length of wanted) {
    const body = Buffer.alloc(length, "x");
    expect((await fetch(`${collector.url}/v1/traces`, { method: "POST", headers, body })).status).toBe(200);
  }
  expect(lengths).toEqual(wanted);
});

test("a post that closes its connection is read, too", async () => {
  const collector = await running();
  expect((await post(collector, "{}", { headers: { connection: "close" } })).status).toBe(200);
  await expect.poll(() => collector.bodies).toEqual(["{}"]);
});

const refusals: [what: string, status: number, loss: LossKind | undefined, options: PostOptions][] = [
  ["another key", 401, "key", { headers: { authorization: "Bearer another" } }],
  ["no key", 401, "key", { headers: { authorization: "" } }],
  ["another path", 404, undefined, { path: "/v1/runs" }],
  ["another method", 405, undefined, { method: "PUT" }],
  ["another name for loopback", 403, undefined, { headers: { host: "rebound.example" } }],
  ["another port", 403, undefined, { headers: { host: "127.0.0.1:1" } }],
  ["a web page", 403, undefined, { headers: { origin: "https://page.example" } }],
  ["a page without an origin", 403, undefined, { headers: { origin: "null" } }],
];

test.each(refusals)("%s is refused, and a program's post counts as lost", async (_, status, loss, options) => {
  const collector = await running();
  expect((await post(collector, "{}", options)).status).toBe(status);
  expect(collector.refused).toHaveLength(1);
  expect(collector.lost).toEqual([loss]);
  expect((await post(collector, "after")).status).toBe(200);
  await expect.poll(() => collector.bodies).toEqual(["after"]);
});

test("a program that calls loopback by its name is served", async () => {
  const collector = await running();
  expect((await post(collector, "{}", { headers: { host: `localhost:${collector.port}` } })).status).toBe(200);
});

test("a body that is announced as too large is refused before it comes", async () => {
  const collector = await running();
  const { socket, received } = await socketTo(collector);
  socket.write(head(collector, 1_000_000_000));
  await expect.poll(received).toContain("413");
  expect(collector.lost).toEqual(["size"]);
});

test("a refused body isn't read to its end", async () => {
  const collector = await running();
  const { socket, ended } = await socketTo(collector);
  socket.write(head(collector, 1_000_000_000));
  const writing = setInterval(() => socket.write(Buffer.alloc(65_536)), 0);
  await ended;
  clearInterval(writing);
});

test("an endless body is refused before it comes", async () => {
  const collector = await running();
  const { socket, received } = await socketTo(collector);
  socket.write(head(collector, "Transfer-Encoding: chunked"));
  await expect.poll(received).toContain("411");
  expect(collector.lost).toEqual(["length"]);
});

test("bodies that are too many together are refused, until one was read", async () => {
  const reads: (() => void)[] = [];
  const onBody = (): Promise<void> => new Promise((resolve) => reads.push(resolve));
  const collector = await running({ maxBytesAtOnce: 100, onBody });
  const body = "x".repeat(80);
  expect((await post(collector, body)).status).toBe(200);
  expect((await post(collector, body)).status).toBe(503);
  expect(collector.lost).toEqual(["busy"]);
  await expect.poll(() => reads).toHaveLength(1);
  reads[0]?.();
  await expect.poll(async () => (await post(collector, body)).status).toBe(200);
});

test("a body that comes byte by byte arrives whole", async () => {
  const collector = await running();
  const { socket, received } = await socketTo(collector);
  socket.setNoDelay(true);
  for (const byte of head(collector, 11) + '{"runs":[]}') {
    await new Promise<void>((resolve) => void socket.write(byte, () => resolve()));
  }
  await expect.poll(received).toContain("200 OK");
  await expect.poll(() => collector.bodies).toEqual(['{"runs":[]}']);
});

test("a program that ends in the middle of its post leaves nothing behind", async () => {
  const collector = await running({ maxBytesAtOnce: 100 });
  const { socket, ended } = await socketTo(collector);
  await new Promise<void>((resolve) => void socket.write(head(collector, 90) + "x".repeat(80), () => resolve()));
  socket.destroy();
  await ended;
  await expect.poll(() => collector.lost).toEqual(["brokenOff"]);
  expect((await post(collector, "x".repeat(90))).status).toBe(200);
});

test("200 posts at once are all taken", async () => {
  const collector = await running();
  const sent = Array.from({ length: 200 }, (_, index) => `{"runs":[${index}]}`);
  const answers = await Promise.all(sent.map((body) => post(collector, body)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  await expect.poll(() => collector.bodies.toSorted()).toEqual(sent.toSorted());
});

test("a post is read while others never end", async () => {
  const collector = await running();
  const [refused, silent, unfinished] = await Promise.all([1, 2, 3].map(() => socketTo(collector)));
  refused!.socket.write(head(collector, 1_000_000_000));
  silent!.socket.write("POST /v1/traces HTTP/1.1\r\nHost: ");
  unfinished!.socket.write(head(collector, 90) + "x");
  await expect.poll(refused!.received).toContain("413");
  expect((await post(collector, "{}")).status).toBe(200);
  await expect.poll(() => collector.bodies).toEqual(["{}"]);
});

test("stopping breaks a connection in the middle of a post", async () => {
  const collector = await running();
  const { socket, ended } = await socketTo(collector);
  await new Promise<void>((resolve) => void socket.write(head(collector, 90), () => resolve()));
  await collector.close();
  await ended;
  expect(collector.lost).toEqual([]);
  await expect(post(collector, "{}")).rejects.toThrow("ECONNREFUSED");
});

test("the same port is used again, and another one if a program has it", async () => {
  const first = await running();
  const other = await running({ port: first.port });
  expect(other.port).not.toBe(first.port);
  await first.close();
  expect((await running({ port: first.port })).port).toBe(first.port);
});

test("the key is that of the port", async () => {
  const first = await running({ keyForPort: (port) => `key of ${port}` });
  const other = await running({ keyForPort: (port) => `key of ${port}`, port: first.port });
  const authorized = (collector: Running, { key: sent }: Running) =>
    post(collector, "{}", { headers: { authorization: `Bearer ${sent}` } });
  expect((await authorized(other, first)).status).toBe(401);
  expect((await authorized(other, other)).status).toBe(200);
});
