import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { postForm, startApp } from "../client.ts";

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
