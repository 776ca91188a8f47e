import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { build } from "esbuild";
import type * as Undici from "undici";
import { afterAll, beforeAll, expect, test } from "vitest";
import { undiciParts } from "../../../.ci/build/plugins.ts";
import { connectProxy } from "../../support/network/connectProxy.ts";

let folder: string;
let server: Server;
let parts: Pick<typeof Undici, "Agent" | "ProxyAgent">;
let agent: Undici.Agent;
let origin: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "undici-parts-"));
  const outfile = join(folder, "undici.cjs");
  await build({
    stdin: {
      contents: 'export { Agent, ProxyAgent } from "undici";',
      resolveDir: resolve(import.meta.dirname, "../../.."),
    },
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile,
    plugins: [undiciParts],
    define: { esbuildDetection: "true", "process.env.JEST_WORKER_ID": "undefined" },
    logLevel: "silent",
  });
  parts = createRequire(import.meta.url)(outfile);
  agent = new parts.Agent({ allowH2: false });
  server = createServer((request, response) => request.pipe(response));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await agent.destroy();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

test.each([
  ["a string", () => "some text"],
  ["bytes", () => Buffer.from("some text")],
  ["a stream", () => Readable.from([Buffer.from("some "), Buffer.from("text")])],
])("the bundled undici sends %s and reads the response", async (_name, body) => {
  const { statusCode, body: response } = await agent.request({ origin, path: "/", method: "POST", body: body() });
  expect(statusCode).toBe(200);
  expect(await response.text()).toBe("some text");
});

test("the bundled undici goes through a proxy's tunnel", async () => {
  await using proxy = await connectProxy(Number(new URL(origin).port));
  const through = new parts.ProxyAgent({ uri: proxy.url, proxyTunnel: true, allowH2: false });
  const { body } = await through.request({
    origin: "http://app.invalid",
    path: "/",
    method: "POST",
    body: "some text",
  });
  expect(await body.text()).toBe("some text");
  expect(proxy.asked[0]).toMatch(/^CONNECT app\.invalid:80 /);
  await through.close();
});
