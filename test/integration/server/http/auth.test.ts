import { expect, test } from "vitest";
import { get, startApp } from "../../sample/client.ts";

test("access needs the key, and creates a random one of the documented form", async () => {
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
])("access refuses %s", async (_what, authorization, status, code) => {
  const app = await startApp();
  for (const path of ["/v1/runs", "/nowhere"]) {
    const response = await fetch(app.url + path, { headers: authorization === undefined ? {} : { authorization } });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code, message: expect.any(String) } });
  }
});

test("access needs no key when it is public", async () => {
  const app = await startApp({ accessKey: null });
  expect(app.accessKey).toBe("");
  expect((await fetch(`${app.url}/v1/runs`)).status).toBe(200);
  expect((await fetch(`${app.url}/v1/runs`, { headers: { authorization: "Bearer uak_abc" } })).status).toBe(403);
});
