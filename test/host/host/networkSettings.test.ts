import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { DynamiqRunsApiV1 } from "#features/publicApi/vscode/publicApi.ts";
import type { Authorities } from "../../harness/authorities.ts";
import { accessKey, json, serve, type TestServer } from "../../integration/api/servers.ts";
import { certified } from "../../support/network/certificates.ts";
import { type ConnectProxy, connectProxy } from "../../support/network/connectProxy.ts";
import { connect, removeMade } from "../support/connectedApp.ts";
import { eventually } from "../support/eventually.ts";
import { activateExtension } from "../support/extension.ts";
import { thrownBy } from "../support/thrown.ts";

const host = "runs-app.invalid";
const url = `https://${host}`;
const page = { data: [], pagination: { page: 1, page_size: 25, page_count: 0, total_count: 0 } };
const variables = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy"];
const names = [
  "proxySupport",
  "proxy",
  "noProxy",
  "proxyAuthorization",
  "proxyStrictSSL",
  "systemCertificates",
] as const;

describe("an app behind a proxy", () => {
  const environment = { ...process.env };
  const { extra, system } = JSON.parse(
    readFileSync(String(process.env["DYNAMIQ_RUNS_AUTHORITIES"]), "utf8"),
  ) as Authorities;
  let api: DynamiqRunsApiV1;
  let app: TestServer;
  let proxy: ConnectProxy;

  const http = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration("http");
  async function set(name: (typeof names)[number], value: unknown): Promise<void> {
    await http().update(name, value, vscode.ConfigurationTarget.Global);
    await eventually(() => assert.deepEqual(http().inspect(name)?.globalValue, value));
  }
  /** Reads the runs, which works only by way of the proxy: nobody else knows this host. */
  async function read(): Promise<void> {
    assert.deepEqual((await api.listRuns()).data, []);
  }
  /** The error of a request that is sent once: a read would be tried four times. */
  const refused = () => thrownBy(api.createRun({ input: {} }, { mode: "background" }));

  before(async () => {
    api = await activateExtension();
    for (const name of variables) delete process.env[name];
    app = await serve((_, response) => json(response, 200, page), certified(host, { by: extra }));
    proxy = await connectProxy(Number(new URL(app.url).port));
  });

  afterEach(async () => {
    await removeMade();
    for (const name of variables) delete process.env[name];
    for (const name of names) await set(name, undefined);
  });

  after(async () => {
    Object.assign(process.env, environment);
    await proxy[Symbol.asyncDispose]();
    await app[Symbol.asyncDispose]();
  });

  it("is reached through http.proxy with http.proxyAuthorization, and its private authority is trusted", async () => {
    await set("proxy", proxy.url);
    await set("proxyAuthorization", "Basic cHJveHk6c2VjcmV0");
    await connect(url, accessKey);
    await read();
    const asked = proxy.asked.at(-1) ?? "";
    assert.match(asked, new RegExp(`^CONNECT ${host}:443 HTTP/1.1\r\n`));
    assert.match(asked, /proxy-authorization: Basic cHJveHk6c2VjcmV0\r\n/i);
    assert.ok(!asked.includes(accessKey), "the proxy heard of the key");
    assert.equal(app.requests.at(-1)?.headers.authorization, `Bearer ${accessKey}`);
    assert.equal(app.requests.at(-1)?.headers["proxy-authorization"], undefined);
  });

  it("is reached directly at once when the proxy is removed or http.noProxy excludes the app", async () => {
    await set("proxy", proxy.url);
    await connect(url, accessKey);
    await read();
    await set("noProxy", ["*.invalid"]);
    assert.equal((await refused()).kind, "network");
    await set("noProxy", undefined);
    await set("proxySupport", "off");
    assert.equal((await refused()).kind, "network");
    await set("proxySupport", undefined);
    await read();
  });

  // Which of the eight variables goes before which is held by the tests of the proxy of a request.
  it("is reached by HTTPS_PROXY, unless NO_PROXY excepts it", async () => {
    process.env["HTTPS_PROXY"] = proxy.url;
    await connect(url, accessKey);
    await read();
    process.env["NO_PROXY"] = `localhost,${host}`;
    await connect(url, accessKey);
    const asked = proxy.asked.length;
    assert.equal((await refused()).kind, "network");
    assert.equal(proxy.asked.length, asked);
  });

  it("reports that the proxy requires authentication", async () => {
    const answer =
      "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\ncontent-length: 0\r\n\r\n";
    await using strict = await connectProxy(Number(new URL(app.url).port), (asked) =>
      /proxy-authorization/i.test(asked) ? undefined : answer,
    );
    await set("proxy", strict.url);
    await connect(url, accessKey);
    const error = await refused();
    assert.equal(error.kind, "network");
    assert.match(error.message, /proxy/);
    assert.equal(await vscode.commands.executeCommand("dynamiqRuns.diagnoseConnection"), "proxy-authorization");
    await set("proxy", strict.url.replace("//", "//ada:hunter2@"));
    assert.deepEqual((await api.listRuns()).data, []);
    assert.equal(await vscode.commands.executeCommand("dynamiqRuns.diagnoseConnection"), "none");
  });

  it("is trusted by the system's certificates, unless http.systemCertificates is off", async () => {
    await using other = await serve((_, response) => json(response, 200, page), certified("127.0.0.1", { by: system }));
    await connect(other.url, accessKey);
    assert.deepEqual((await api.listRuns()).data, []);
    await set("systemCertificates", false);
    await eventually(async () => assert.equal((await thrownBy(api.listRuns())).kind, "tls"));
    assert.equal(await vscode.commands.executeCommand("dynamiqRuns.diagnoseConnection"), "certificate-unknown-issuer");
  });

  it("is refused with an untrusted certificate, and accepted while http.proxyStrictSSL is off", async () => {
    await using alone = await serve((_, response) => json(response, 200, page), certified("127.0.0.1"));
    await connect(alone.url, accessKey);
    assert.equal((await thrownBy(api.listRuns())).kind, "tls");
    assert.deepEqual(alone.requests, []);
    await set("proxyStrictSSL", false);
    assert.deepEqual((await api.listRuns()).data, []);
  });

  it("is not reached through a workspace's proxy", async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
    await mkdir(join(folder, ".vscode"), { recursive: true });
    const theirs = {
      "http.proxy": proxy.url,
      "http.proxyStrictSSL": false,
      "http.proxyAuthorization": "Basic eA==",
      "editor.tabSize": 11,
    };
    const file = join(folder, ".vscode/settings.json");
    await writeFile(file, JSON.stringify(theirs));
    await eventually(() => assert.equal(vscode.workspace.getConfiguration("editor").get("tabSize"), 11));
    try {
      const asked = proxy.asked.length;
      await connect(url, accessKey);
      assert.equal((await refused()).kind, "network");
      await using alone = await serve((_, response) => json(response, 200, page), certified("127.0.0.1"));
      await connect(alone.url, accessKey);
      assert.equal((await thrownBy(api.listRuns())).kind, "tls");
      assert.equal(proxy.asked.length, asked);
    } finally {
      await writeFile(file, "{}");
      await eventually(() => assert.notEqual(vscode.workspace.getConfiguration("editor").get("tabSize"), 11));
    }
  });
});
