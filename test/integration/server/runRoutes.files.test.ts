import { expect, test } from "vitest";
import { postForm, startApp } from "../sample/client.ts";

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
