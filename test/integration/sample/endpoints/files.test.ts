import { createHash, randomBytes } from "node:crypto";
import { request } from "node:http";
import { expect, test } from "vitest";
import { eventually, expectRefusal, get, postForm, startApp } from "../client.ts";

function formOf(bytes: string): FormData {
  const form = new FormData();
  form.append("file", new Blob([bytes], { type: "text/plain" }), "hello.txt");
  return form;
}

test("an upload gets an id, and keeps name, size and type", async () => {
  const response = await postForm(await startApp(), "/v1/files", formOf("hello"));
  expect(response.status).toBe(200);
  const id: unknown = expect.stringMatching(/^[0-9a-f-]{36}$/);
  expect((await response.json()).data).toEqual({ id, name: "hello.txt", size: 5, mime_type: "text/plain" });
});

test.each([0, 256 * 1024 + 1])("hashes a file of %i bytes", async (size) => {
  const app = await startApp();
  const bytes = randomBytes(size);
  const form = new FormData();
  form.append("files", new Blob([bytes]), "データ 1.bin");
  form.append("input", "{}");
  form.append("background", "true");
  expect((await postForm(app, "/v1/runs", form)).status).toBe(202);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  expect(app.created[0]?.files).toMatchObject([{ name: "データ 1.bin", size, sha256 }]);
});

test.each([
  ["no part", "multipart/form-data; boundary=b0", "--b0--\r\n", "file"],
  ["a body cut short", "multipart/form-data; boundary=b0", "--b0\r\n", "body"],
  ["no boundary", "multipart/form-data", "--b0--\r\n", "content-type"],
])("refuses %s", async (_what, type, body, field) => {
  const init = { method: "POST", body, headers: { "content-type": type } };
  await expectRefusal(await get(await startApp(), "/v1/files", init), field);
});

test("notices a client that leaves in the middle, and continues", async () => {
  const app = await startApp();
  const headers = { authorization: `Bearer ${app.accessKey}`, "content-type": "multipart/form-data; boundary=b0" };
  const sending = request(`${app.url}/v1/files`, { method: "POST", headers });
  const failed = new Promise((resolve) => sending.on("error", resolve));
  sending.write("--b0\r\n");
  await eventually(() => app.requests.length).toBe(1);
  sending.destroy();
  await failed;
  expect((await get(app, "/v1/runs")).status).toBe(200);
  expect(app.requests[0]?.status).toBeUndefined();
});

test.each(["known", "unknown"])("the limit holds for a body whose length is %s", async (length) => {
  const app = await startApp({ maxRequestBytes: 1_000 });
  const { body, headers } = new Request(app.url, { method: "POST", body: formOf("x".repeat(2_000)) });
  const streamed = { method: "POST", body, headers, duplex: "half" } as RequestInit;
  const sending =
    length === "known" ? postForm(app, "/v1/files", formOf("x".repeat(2_000))) : get(app, "/v1/files", streamed);
  const response = await sending;
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({ error: { code: "payload_too_large" } });
});
