import { inspect } from "node:util";
import { afterEach, expect, test, vi } from "vitest";
import { selfSigned } from "../../../support/network/certificates.ts";
import { connectProxy } from "../../../support/network/connectProxy.ts";
import { connect, failureOf } from "../clients.ts";
import { accessKey, json, serve } from "../servers.ts";

const run = { id: "run-1", status: "created" };
const answer: Parameters<typeof serve>[0] = (_, response) => json(response, 200, { data: run });

afterEach(() => {
  vi.unstubAllEnvs();
});

test("certificates an untrusted one is refused, for reads and writes, and nothing was sent", async () => {
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

test("certificates strictSSL: false accepts it", async () => {
  await using server = await serve(answer, selfSigned());
  await using connection = connect(server.url, { network: { strictSSL: false } });
  expect(await connection.client.getRun("run-1")).toEqual(run);
});

test.each(["setting", "environment"])(
  "a proxy from the %s carries https through a tunnel that hides the key",
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

test("a proxy with an invalid address is refused without repeating it", async () => {
  await using connection = connect("https://app.example.com", { network: { proxy: "http://user:hunter2@" } });
  const error = await failureOf(connection.client.getRun("run-1"));
  expect(error.kind).toBe("invalid");
  expect(inspect(error, { depth: 20, showHidden: true })).not.toContain("hunter2");
});
