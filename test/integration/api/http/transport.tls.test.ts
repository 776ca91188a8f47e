import type { ServerResponse } from "node:http";
import { inspect } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { NetworkSettings } from "../../../../src/api/http/proxy.ts";
import { selfSigned } from "../../../support/network/certificates.ts";
import { connectProxy } from "../../../support/network/connectProxy.ts";
import { connect, failureOf } from "../clients.ts";
import { accessKey, json, openStream, serve, serveRaw, sse } from "../servers.ts";

const run = { id: "run-1", status: "created" };
const answer: Parameters<typeof serve>[0] = (_, response) => json(response, 200, { data: run });

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("certificates", () => {
  test("an untrusted one is refused, for reads and writes, and nothing was sent", async () => {
    await using server = await serve(answer, selfSigned());
    await using connection = connect(server.url);
    const { client } = connection;
    for (const call of [() => client.getRun("x"), () => client.cancelRun("x")]) {
      const error = await failureOf(call());
      expect(error).toMatchObject({ kind: "tls", code: "DEPTH_ZERO_SELF_SIGNED_CERT", outcomeUnknown: false });
      expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(accessKey);
    }
    expect(server.requests).toEqual([]);
    expect(connection.clock.slept).toEqual([]);
  });

  test("a stream stops at once", async () => {
    await using server = await serve(answer, selfSigned());
    await using connection = connect(server.url);
    const first = connection.client.streamRun("run-1")[Symbol.asyncIterator]().next();
    expect(await failureOf(first)).toMatchObject({ kind: "tls" });
    expect(connection.clock.slept).toEqual([]);
  });

  test("strictSSL: false accepts it", async () => {
    await using server = await serve(answer, selfSigned());
    await using connection = connect(server.url, { network: { strictSSL: false } });
    expect(await connection.client.getRun("run-1")).toEqual(run);
  });

  test("a server without TLS", async () => {
    await using server = await serve(answer);
    await using connection = connect(server.url.replace("http:", "https:"));
    expect(await failureOf(connection.client.getRun("run-1"))).toMatchObject({ kind: "tls", outcomeUnknown: false });
  });
});

describe("a proxy", () => {
  test.each(["setting", "environment"])(
    "from the %s carries https through a tunnel that hides the key",
    async (from) => {
      await using server = await serve(answer, selfSigned());
      await using proxy = await connectProxy(Number(new URL(server.url).port));
      const { asked } = proxy;
      if (from === "environment") vi.stubEnv("HTTPS_PROXY", proxy.url);
      const fromSetting = from === "setting" ? { proxy: proxy.url } : {};
      const network = { strictSSL: false, proxyAuthorization: "Basic abc", ...fromSetting };
      await using connection = connect("https://app.example.com", { network });
      expect(await connection.client.getRun("run-1")).toEqual(run);
      expect(await connection.client.createRun({ input: 1 }, { mode: "wait" })).toEqual(run);
      expect(server.requests.map(({ headers }) => headers.host)).toEqual(["app.example.com", "app.example.com"]);
      expect(server.requests[0]?.headers).not.toHaveProperty("proxy-authorization");
      expect(asked).toHaveLength(2);
      for (const request of asked) {
        expect(request).toMatch(/^CONNECT app\.example\.com:443 HTTP\/1\.1\r\n/);
        expect(request.toLowerCase()).toContain("proxy-authorization: basic abc\r\n");
        expect(request).not.toContain(accessKey);
      }
    },
  );

  test("that is set, changed and removed applies to the next request, and a stream continues meanwhile", async () => {
    const certificate = selfSigned();
    let stream: ServerResponse | undefined;
    await using server = await serve(({ url }, response) => {
      if (url.includes("/stream")) (stream = openStream(response)).write(sse(1));
      else json(response, 200, { data: run });
    }, certificate);
    const port = Number(new URL(server.url).port);
    await using one = await connectProxy(port);
    await using two = await connectProxy(port);
    const [first, second] = [one.asked, two.asked];
    const network: NetworkSettings = { strictSSL: false, proxy: one.url };
    await using connection = connect("https://app.example.com", { network: () => network });
    const { client } = connection;
    const events = client.streamRun("run-1")[Symbol.asyncIterator]();
    expect((await events.next()).value).toMatchObject({ sequence: 1 });
    network.proxy = two.url;
    expect(await client.getRun("run-1")).toEqual(run);
    expect([first.length, second.length]).toEqual([1, 1]);
    stream?.end(sse(2, "run.completed"));
    expect((await events.next()).value).toMatchObject({ sequence: 2 });
    expect(first).toHaveLength(1);
    network.proxy = one.url;
    await client.cancelRun("run-1").catch(() => undefined);
    expect(first).toHaveLength(2);
  });

  test("checks the app's certificate", async () => {
    await using server = await serve(answer, selfSigned("app.example.com"));
    await using proxy = await connectProxy(Number(new URL(server.url).port));
    await using connection = connect("https://app.example.com", { network: { proxy: proxy.url } });
    expect(await failureOf(connection.client.getRun("run-1"))).toMatchObject({ kind: "tls" });
    expect(server.requests).toEqual([]);
  });

  test("is not used for loopback", async () => {
    await using server = await serve(answer);
    await using proxy = await serveRaw(() => undefined);
    vi.stubEnv("HTTPS_PROXY", proxy.url);
    vi.stubEnv("HTTP_PROXY", proxy.url);
    await using connection = connect(server.url, { network: { proxy: proxy.url } });
    expect(await connection.client.getRun("run-1")).toEqual(run);
    expect(proxy.connections).toHaveLength(0);
  });

  test.each([
    ["asks for authorization", "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n"],
    ["closes", ""],
  ])("that %s is a network error, and nothing was sent", async (_what, reply) => {
    await using proxy = await serveRaw((socket) => socket.once("data", () => socket.end(reply)));
    await using connection = connect("https://app.example.com", { network: { proxy: proxy.url } });
    const error = await failureOf(connection.client.cancelRun("run-1"));
    expect(error).toMatchObject({ kind: "network", outcomeUnknown: false });
    expect(error.message).toContain("proxy");
  });

  test("with an invalid address is refused without repeating it", async () => {
    await using connection = connect("https://app.example.com", { network: { proxy: "http://user:hunter2@" } });
    const error = await failureOf(connection.client.getRun("run-1"));
    expect(error.kind).toBe("invalid");
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain("hunter2");
  });
});
