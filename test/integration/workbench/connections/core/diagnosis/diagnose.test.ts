import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import { diagnose, type DiagnosisOptions } from "#workbench/connections/core/diagnosis/diagnose.ts";
import type { Diagnosis } from "#workbench/connections/core/diagnosis/diagnosis.ts";
import { diagnosisReport } from "#workbench/connections/core/diagnosis/report.ts";
import { certified, makeAuthority } from "../../../../../support/network/certificates.ts";
import { connectProxy } from "../../../../../support/network/connectProxy.ts";
import { patience } from "../../../../../support/patience.ts";
import { accessKey, type Handler, json, serve } from "../../../../api/servers.ts";

const page = { data: [], pagination: { page: 1, page_size: 1, page_count: 0, total_count: 0 } };
const app: Handler = (_, response) => json(response, 200, page);
const beforeTls = ["Access key fine", "Proxy fine", "Host name fine", "Connection fine"];
const day = 86_400_000;

const trusted = getCACertificates("default");
afterEach(() => setDefaultCACertificates(trusted));

/** Has Node trust a certificate in place of all others. */
function trust(cert: string): void {
  setDefaultCACertificates([cert]);
}

/** A diagnosis without the machine's own proxies and certificates. */
function diagnosed(baseUrl: string, options: Partial<DiagnosisOptions> = {}): Promise<Diagnosis> {
  const { network, ...rest } = options;
  return diagnose({
    baseUrl,
    readKey: async () => accessKey,
    network: { systemCertificates: false, ...network },
    environment: {},
    signal: new AbortController().signal,
    timeout: patience,
    ...rest,
  });
}

function reportOf(diagnosis: Diagnosis): string {
  return diagnosisReport(diagnosis, { name: "Support Triage", at: "2026-11-24T20:00:00.000Z", settings: [] });
}

/** What was tried and how it went: `Certificate failed`. */
function course({ steps }: Diagnosis): string[] {
  return steps.filter(({ state }) => state !== "untried").map(({ name, state }) => `${name} ${state}`);
}

describe("responses", () => {
  test("a healthy app", async () => {
    await using server = await serve(app);
    const diagnosis = await diagnosed(server.url);
    expect(diagnosis.cause).toBe("none");
    expect(course(diagnosis)).toEqual([...beforeTls, "Response fine"]);
    expect(server.requests.map(({ url }) => url)).toEqual(["/v1/runs?page_size=1"]);
    expect(reportOf(diagnosis)).toContain("the app lists its runs: 0 in total");
  });

  test("an app that needs a key, without one", async () => {
    await using server = await serve((_, response) =>
      json(response, 401, { error: { code: "unauthorized", message: "Unauthorized" } }),
    );
    const diagnosis = await diagnosed(server.url, { readKey: async () => undefined });
    expect(diagnosis.cause).toBe("no-key");
    expect(course(diagnosis).at(-1)).toBe("Response failed");
    const report = reportOf(diagnosis);
    expect(report).toContain("The app needs an access key, and the connection has none");
    expect(report).toContain("Replace Access Key…");
  });

  test.each<[string, string, Handler]>([
    [
      "401",
      "unauthorized",
      (_, response) => json(response, 401, { error: { code: "unauthorized", message: "Unauthorized" } }),
    ],
    ["403", "forbidden", (_, response) => json(response, 403, { error: { code: "forbidden", message: "Forbidden" } })],
    [
      "a web page",
      "wrong-host",
      (_, response) => response.writeHead(200, { "content-type": "text/html" }).end("<html>Sign in</html>"),
    ],
    [
      "a redirect",
      "wrong-host",
      (_, response) => response.writeHead(302, { location: "https://login.example.com/?next=1" }).end(),
    ],
    [
      "a broken answer",
      "broken",
      (_, response) => response.writeHead(200, { "content-length": "500" }).end("{", () => response.destroy()),
    ],
  ])("%s is %s, and requested once", async (_, cause, handler) => {
    await using server = await serve(handler);
    const diagnosis = await diagnosed(server.url);
    expect(diagnosis.cause).toBe(cause);
    expect(course(diagnosis)).toEqual([...beforeTls, "Response failed"]);
    expect(server.requests).toHaveLength(1);
    expect(reportOf(diagnosis)).not.toContain(accessKey);
  });
});

describe("the key", () => {
  test.each(["dyn_pat_", "uak_"])("a personal token (%s…) is reported before anything is sent", async (prefix) => {
    await using server = await serve(app);
    const token = `${prefix}${"x9".repeat(20)}`;
    const diagnosis = await diagnosed(server.url, { readKey: async () => token });
    expect(diagnosis.cause).toBe("personal-token");
    expect(course(diagnosis)).toEqual(["Access key failed"]);
    expect(server.requests).toEqual([]);
    expect(reportOf(diagnosis)).not.toContain(token);
  });

  test("a key that can't be read is reported", async () => {
    const readKey = () => Promise.reject(new Error("The keyring is locked."));
    expect(await diagnosed("https://app.example.com", { readKey })).toMatchObject({ cause: "key-unreadable" });
  });

  test("the time until a person has unlocked the keyring isn't the app's", async () => {
    await using server = await serve(app);
    const { steps, facts } = await diagnosed(server.url, { slowAfter: 1e-9 });
    expect(steps.slice(0, 2)).toMatchObject([
      { name: "Access key", state: "fine", ms: undefined },
      { name: "Proxy", state: "fine", ms: undefined },
    ]);
    expect(facts.slowest).not.toBe("Access key");
  });
});

describe("the connection", () => {
  test("no server at the port", async () => {
    const server = await serve(app);
    await server[Symbol.asyncDispose]();
    const diagnosis = await diagnosed(server.url);
    expect(diagnosis.cause).toBe("refused");
    expect(course(diagnosis)).toEqual([...beforeTls.slice(0, 3), "Connection failed"]);
  });

  test("the person can cancel at any time", async () => {
    await using server = await serve(() => undefined);
    const aborter = new AbortController();
    const diagnosis = diagnosed(server.url, { signal: aborter.signal });
    await expect.poll(() => server.requests.length).toBe(1);
    aborter.abort();
    await expect(diagnosis).rejects.toThrow("aborted");
  });
});

describe("certificates", () => {
  const issuer = makeAuthority("Example Corp Inspection");

  test.each([
    [
      "expired",
      "certificate-expired",
      certified("127.0.0.1", { by: issuer, from: Date.now() - 9 * day, to: Date.now() - 3 * day }),
    ],
    ["of another host", "certificate-other-host", certified("other.example.com", { by: issuer })],
  ])("one that is %s is reported with its issuer, and no key is sent", async (_, cause, certificate) => {
    trust(issuer.cert);
    await using server = await serve(app, certificate);
    const diagnosis = await diagnosed(server.url);
    expect(diagnosis).toMatchObject({ cause, facts: { issuer: issuer.name } });
    expect(course(diagnosis)).toEqual([...beforeTls, "Certificate failed"]);
    expect(reportOf(diagnosis)).toContain(`signed by ${issuer.name}`);
    expect(server.requests).toEqual([]);
  });
});

describe("a proxy", () => {
  const issuer = makeAuthority("Test Root");
  const url = "https://app.example.com";

  test("that connects to the app", async () => {
    trust(issuer.cert);
    await using server = await serve(app, certified("app.example.com", { by: issuer }));
    await using proxy = await connectProxy(Number(new URL(server.url).port));
    const diagnosis = await diagnosed(url, { environment: { https_proxy: proxy.url.replace("http://", "") } });
    expect(course(diagnosis)).toEqual([...beforeTls, "Tunnel fine", "Certificate fine", "Response fine"]);
    expect(proxy.asked[0]).toMatch(/^CONNECT app\.example\.com:443 HTTP\/1\.1\r\n/);
  });

  test.each([
    [
      "asks who we are",
      "proxy-authorization",
      'HTTP/1.1 407 Who?\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: Basic realm="Corp"\r\n\r\n',
    ],
    ["refuses", "proxy-refused", "HTTP/1.1 403 No\r\n\r\n"],
    ["is none", "proxy-refused", "SSH-2.0-OpenSSH_9.9\r\n\r\n"],
  ])("that %s", async (_, cause, answer) => {
    await using proxy = await connectProxy(1, () => answer);
    const diagnosis = await diagnosed(url, { network: { proxy: proxy.url.replace("//", "//ada:hunter2@") } });
    expect(diagnosis.cause).toBe(cause);
    expect(course(diagnosis)).toEqual([...beforeTls, "Tunnel failed"]);
    expect(proxy.asked[0]).toContain(`proxy-authorization: Basic ${btoa("ada:hunter2")}\r\n`);
    const report = reportOf(diagnosis);
    for (const secret of ["hunter2", btoa("ada:hunter2"), accessKey]) expect(report).not.toContain(secret);
    if (cause === "proxy-authorization") expect(report).toContain("with Negotiate or Basic");
  });
});
