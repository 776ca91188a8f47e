import { fork } from "node:child_process";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { RunsClient } from "../../src/api/client.ts";
import { fileFromPath } from "../../src/api/upload/files.ts";
import { mostRequestBytes } from "../../src/api/upload/sizeLimit.ts";
import { median, report } from "./figures.ts";
import { samplePeak } from "./support/peakMemory.ts";

/** Uploads a request of just under 128 MiB to a server in a process of its own; tells memory and speed. */
const rounds = 5;
const memoryLimit = 32;
const fileSize = mostRequestBytes - 4096;

const folder = await mkdtemp(join(tmpdir(), "dynamiq-runs-bench-"));
const server = fork(new URL("servers/drainServer.ts", import.meta.url));
try {
  const [port] = (await once(server, "message")) as [number];
  const small = await makeFile("small.bin", 1024);
  const big = await makeFile("big.bin", fileSize);
  const client = new RunsClient({ baseUrl: `http://127.0.0.1:${port}` });
  // What a first request loads is not what a file costs.
  await client.uploadFile(await fileFromPath(small));
  await delay(500);
  const idle = process.memoryUsage.rss();
  const memory = samplePeak();
  await upload(client, big);
  const peak = (memory.stop() - idle) / 1024 / 1024;
  report({ name: "upload of 128 MiB: memory over idle", value: peak, unit: "MiB", target: { atMost: memoryLimit } });

  const ours: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await timed(() => upload(client, big)));
    plain.push(await timed(() => pipe(port, big)));
  }
  report({
    name: "upload of 128 MiB: speed",
    value: fileSize / 1024 / 1024 / (median(ours) / 1000),
    unit: "MiB/s",
    ratio: median(plain) / median(ours),
    baseline: "a plain pipe into the socket",
  });
  await client.close();
} finally {
  server.kill();
  await rm(folder, { recursive: true });
}

/** A file of zeros that takes no room on disk. */
async function makeFile(name: string, size: number): Promise<string> {
  const path = join(folder, name);
  const file = await open(path, "w");
  await file.truncate(size);
  await file.close();
  return path;
}

async function upload(client: RunsClient, path: string): Promise<void> {
  const { size } = await client.uploadFile(await fileFromPath(path));
  if (size < fileSize) throw new Error(`The server received ${size} bytes only.`);
}

async function pipe(port: number, path: string): Promise<void> {
  const outgoing = request({ port, host: "127.0.0.1", method: "POST", headers: { "content-length": fileSize } });
  createReadStream(path, { highWaterMark: 256 * 1024 }).pipe(outgoing);
  const [response] = (await once(outgoing, "response")) as [NodeJS.ReadableStream];
  response.resume();
  await once(response, "end");
}

async function timed(run: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
