import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FileSource, UploadProgress } from "#api/contract.ts";
import { fileFromPath } from "#api/upload/fileSource.ts";
import { selfSigned } from "../../support/network/certificates.ts";
import { connect, failureOf } from "./clients.ts";
import { type ReceivedRequest, json, serve, serveRaw } from "./servers.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dynamiq-runs-uploads-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function makeFile(name: string, size: number): Promise<{ path: string; file: FileSource; sha256: string }> {
  const content = randomBytes(size);
  const path = join(folder, name);
  await writeFile(path, content);
  return { path, file: await fileFromPath(path), sha256: createHash("sha256").update(content).digest("hex") };
}

async function hashesOf({ headers, body }: ReceivedRequest, field: string): Promise<string[]> {
  const form = await new Response(Uint8Array.from(body), {
    headers: { "content-type": String(headers["content-type"]) },
  }).formData();
  const contents = await Promise.all(form.getAll(field).map((part) => (part as File).arrayBuffer()));
  return contents.map((content) => createHash("sha256").update(Buffer.from(content)).digest("hex"));
}

const uploaded = { data: { id: "f1", name: "x", size: 1 } };

test.each([
  ["plain", undefined],
  ["TLS", selfSigned()],
])("an upload arrives byte for byte, over %s", async (_name, tls) => {
  await using server = await serve((_, response) => json(response, 200, uploaded), tls);
  await using connection = connect(server.url, { network: { strictSSL: false } });
  for (const size of [0, 1, 65_535, 65_536, 262_144, 5_000_001]) {
    const { file, sha256 } = await makeFile(`${size}.bin`, size);
    await connection.client.uploadFile(file);
    expect(await hashesOf(server.requests.at(-1) as ReceivedRequest, "file"), `${size} bytes`).toEqual([sha256]);
  }
});

test("progress grows to the length of the whole body", async () => {
  await using server = await serve((_, response) => json(response, 200, uploaded));
  await using connection = connect(server.url);
  const { file } = await makeFile("data.bin", 3_000_000);
  const steps: UploadProgress[] = [];
  await connection.client.uploadFile(file, { onProgress: (progress) => steps.push(progress) });
  const total = server.requests[0]?.body.byteLength;
  expect(steps.length).toBeGreaterThan(10);
  expect(steps.every((step) => step.total === total)).toBe(true);
  expect(steps.map(({ sent }) => sent)).toEqual(steps.map(({ sent }) => sent).toSorted((a, b) => a - b));
  expect(steps.at(-1)?.sent).toBe(total);
  expect(steps.filter(({ isSent }) => isSent)).toEqual([{ sent: total, total, isSent: true }]);
});

describe("an upload that fails", () => {
  test("an abort in the middle closes the file and the connection, and nothing was done", async () => {
    const controller = new AbortController();
    let fileClosed = false;
    const file: FileSource = {
      name: "endless.bin",
      size: 100_000_000,
      async *open() {
        try {
          for (;;) yield Buffer.alloc(256 * 1024);
        } finally {
          fileClosed = true;
        }
      },
    };
    const received: { closed?: boolean; bytes: number } = { bytes: 0 };
    await using server = await serveRaw((socket) => {
      socket.on("data", (chunk) => {
        received.bytes += chunk.byteLength;
        if (received.bytes > 5_000_000) controller.abort();
      });
      socket.on("close", () => (received.closed = true));
    });
    await using connection = connect(server.url);
    const error = await failureOf(connection.client.uploadFile(file, { signal: controller.signal }));
    expect(error).toMatchObject({ kind: "aborted", outcomeUnknown: false });
    await expect.poll(() => [fileClosed, received.closed]).toEqual([true, true]);
    expect(server.connections).toHaveLength(1);
  });
});
