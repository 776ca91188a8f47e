import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { get, post, readRun, startApp } from "../client.ts";

describe("access", () => {
  test("needs the key, and creates a random one of the documented form", async () => {
    const [app, other] = [await startApp(), await startApp()];
    expect(app.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(app.accessKey).toMatch(/^dynamiq_acc_[A-Za-z0-9]{64}$/);
    expect(other.accessKey).not.toBe(app.accessKey);
    expect((await get(app, "/v1/runs")).status).toBe(200);
  });

  test.each([
    ["no key", undefined, 401, "unauthorized"],
    ["another key", `Bearer dynamiq_acc_${"x".repeat(64)}`, 401, "unauthorized"],
    ["a personal access token", "Bearer dyn_pat_abc", 403, "forbidden"],
  ])("refuses %s", async (_what, authorization, status, code) => {
    const app = await startApp();
    for (const path of ["/v1/runs", "/_sample/created", "/nowhere"]) {
      const response = await fetch(app.url + path, { headers: authorization === undefined ? {} : { authorization } });
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({ error: { code, message: expect.any(String) } });
    }
  });

  test("needs no key when it is public", async () => {
    const app = await startApp({ accessKey: null });
    expect(app.accessKey).toBe("");
    expect((await fetch(`${app.url}/v1/runs`)).status).toBe(200);
    expect((await fetch(`${app.url}/v1/runs`, { headers: { authorization: "Bearer uak_abc" } })).status).toBe(403);
  });

  test("keeps a valid connection, and closes one with a refused, unread body", async () => {
    const app = await startApp();
    const key = `authorization: Bearer ${app.accessKey}\r\nhost: x\r\n`;
    const socket = connect(Number(new URL(app.url).port), "127.0.0.1");
    let text = "";
    socket.setEncoding("utf8").on("data", (data: string) => (text += data));
    const closed = new Promise((resolve) => socket.on("close", resolve));
    const ok = `GET /v1/runs?page=1 HTTP/1.1\r\n${key}\r\n`;
    socket.write(`${ok}${ok}POST /v1/runs HTTP/1.1\r\n${key}content-type: text/plain\r\ncontent-length: 5\r\n\r\n`);
    socket.write("12345");
    await closed;
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 200", "HTTP/1.1 415"]);
  });

  test("reports what it received, in this process and to others", async () => {
    const app = await startApp();
    await get(app, "/v1/runs?page=1");
    await fetch(`${app.url}/v1/runs`);
    const { id: runId } = await readRun(await post(app, "/v1/runs", { input: { a: 1 } }));
    expect(app.requests).toEqual([
      { method: "GET", path: "/v1/runs?page=1", status: 200 },
      { method: "GET", path: "/v1/runs", status: 401 },
      { method: "POST", path: "/v1/runs", status: 200 },
    ]);
    expect(app.created).toEqual([{ run_id: runId, mode: "wait", input: { a: 1 }, files: [] }]);
    expect(await (await get(app, "/_sample/created")).json()).toEqual({ data: app.created });
    const seen = (await (await get(app, "/_sample/requests")).json()) as { data: unknown[] };
    expect(seen.data.slice(0, 3)).toEqual(app.requests.slice(0, 3));
  });
});
