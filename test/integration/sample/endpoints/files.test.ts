import { createHash, randomBytes } from "node:crypto";
import { request } from "node:http";
import { describe, expect, test } from "vitest";
import type { SampleApp } from "../../../../src/sample/server.ts";
import { eventually, expectRefusal, get, postForm, startApp } from "../client.ts";

const mib = 1024 * 1024;
const disposition = "Content-Disposition: form-data";

function fileForm(): FormData {
  const form = new FormData();
  form.append("file", new Blob(["hello"], { type: "text/plain" }), "hello.txt");
  return form;
}

/** Sends a body of that many MiB, with or without announcing it, and returns the server's response. */
function sendLarge(app: SampleApp, path: string, size: number, headers: Record<string, string | number>) {
  const block = Buffer.alloc(mib, 120);
  return new Promise<{ status: number | undefined; text: string; sent: number }>((resolve, reject) => {
    let sent = 0;
    let answered = false;
    const authorization = `Bearer ${app.accessKey}`;
    const all = { authorization, "content-type": "multipart/form-data; boundary=b0", ...headers };
    const sending = request(app.url + path, { method: "POST", headers: all }, (response) => {
      answered = true;
      let text = "";
      response.setEncoding("utf8").on("data", (data: string) => (text += data));
      response.on("end", () => {
        resolve({ status: response.statusCode, text, sent });
        sending.destroy();
      });
    });
    sending.on("error", (error) => (answered ? undefined : reject(error)));
    sending.write(`--b0\r\n${disposition}; name="file"; filename="big.bin"\r\n\r\n`);
    const pump = (): void => {
      if (answered || sent >= size) return void (answered || sending.end("\r\n--b0--\r\n"));
      sent++;
      if (sending.write(block)) setImmediate(pump);
      else sending.once("drain", pump);
    };
    pump();
  });
}

describe("uploading a file", () => {
  test("returns its id, name, size and type", async () => {
    const response = await postForm(await startApp(), "/v1/files", fileForm());
    expect(response.status).toBe(200);
    const { data } = (await response.json()) as { data: unknown };
    const id: unknown = expect.stringMatching(/^[0-9a-f-]{36}$/);
    expect(data).toEqual({ id, name: "hello.txt", size: 5, mime_type: "text/plain" });
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
    const headers = { "content-type": type };
    const response = await get(await startApp(), "/v1/files", { method: "POST", body, headers });
    await expectRefusal(response, field);
  });

  test("refuses another type", async () => {
    const init = { method: "POST", body: "{}", headers: { "content-type": "application/json" } };
    expect((await get(await startApp(), "/v1/files", init)).status).toBe(415);
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
});

describe("the limit of 128 MiB", () => {
  test("is checked while a body of unknown length streams", async () => {
    const { status, text, sent } = await sendLarge(await startApp(), "/v1/files", 160, {
      "transfer-encoding": "chunked",
    });
    expect(status).toBe(413);
    expect(JSON.parse(text)).toMatchObject({ error: { code: "payload_too_large" } });
    expect(sent).toBeGreaterThanOrEqual(128);
  });

  test("is checked before the body when its length is known", async () => {
    const app = await startApp();
    const { status } = await sendLarge(app, "/v1/files", 4, { "content-length": 128 * mib + 1 });
    expect(status).toBe(413);
  });

  test("is 16 MiB for JSON, which is held in memory", async () => {
    const app = await startApp();
    const headers = { "content-type": "application/json", "transfer-encoding": "chunked" };
    const { status } = await sendLarge(app, "/v1/runs", 32, headers);
    expect(status).toBe(413);
  });
});
