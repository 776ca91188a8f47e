import { fork, spawn } from "node:child_process";
import { createHash, randomFillSync } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { RunsClient } from "../../src/api/client.ts";
import { fileFromPath } from "../../src/api/upload/files.ts";
import { UploadStore } from "../../src/connections/uploadStore.ts";
import { AttachmentService } from "../../src/runs/create/attachmentService.ts";
import { createRun } from "../../src/runs/create/runCreator.ts";
import { RunsSession } from "../../src/runs/store/session.ts";
import { startSampleApp } from "../../src/sample/server.ts";
import { connectionsOf, openShared } from "../support/state/windows.ts";
import { median, report } from "./figures.ts";
import { samplePeak } from "./support/peakMemory.ts";

/**
 * Sends twenty files of 5 MB and one of 120 MB as *Run with This File* does, to a server in its own process, and
 * measures memory, and the speed beside `curl -F` for the same files over one connection.
 */
const rounds = 5;
const megabyte = 1_000_000;
const slow = 50 * 1024 * 1024;
const sizes = [...Array.from({ length: 20 }, () => 5 * megabyte), 120 * megabyte];
const total = sizes.reduce((sum, size) => sum + size, 0);

const folder = await mkdtemp(join(tmpdir(), "dynamiq-runs-attachments-"));
try {
  const made = await makeFiles();
  const paths = made.map(({ path }) => path);
  const fast = await withServer([], async (port) => {
    await checkMemory(port, paths);
    return compare(port, paths, rounds);
  });
  report({ ...fast, name: "21 attachments of 220 MB on loopback: speed", target: { atLeast: 0.5 } });
  const limited = await withServer([String(slow)], (port) => compare(port, paths, 3));
  await checkHashes(made);
  report({ ...limited, name: "21 attachments of 220 MB at 50 MiB/s: speed", target: { atLeast: 0.95 } });
} finally {
  await rm(folder, { recursive: true });
}

async function makeFiles(): Promise<{ path: string; sha256: string }[]> {
  // A large buffer would leave memory behind, and hide later use.
  const block = Buffer.alloc(megabyte);
  const made: { path: string; sha256: string }[] = [];
  for (const [index, size] of sizes.entries()) {
    const path = join(folder, `file-${index}.bin`);
    const file = await open(path, "w");
    const hash = createHash("sha256");
    for (let written = 0; written < size; written += block.length) {
      await file.write(randomFillSync(block));
      hash.update(block);
    }
    await file.close();
    made.push({ path, sha256: hash.digest("hex") });
  }
  return made;
}

/** Creates a run with all of them, and checks that the app received each unchanged. */
async function checkHashes(made: readonly { path: string; sha256: string }[]): Promise<void> {
  const app = await startSampleApp({ pastRuns: 0, speed: 200 });
  const sender = await openSender(app.url, app.accessKey);
  const files = await Promise.all(made.map(({ path }) => fileFromPath(path)));
  const prepared = await sender.service.prepare(sender.session, { request: { input: {} }, files });
  await createRun(sender.session, { ...prepared, mode: "background" });
  const got = app.created[0]?.files.map(({ sha256 }) => sha256) ?? [];
  const right = made.filter(({ sha256 }, index) => got[index] === sha256).length;
  report({
    name: "21 attachments of 220 MB: SHA-256 right at the app",
    value: right,
    unit: "of 21",
    target: { atLeast: 21 },
  });
  await sender.close();
  await app.close();
}

async function checkMemory(port: number, paths: readonly string[]): Promise<void> {
  const sender = await openSender(`http://127.0.0.1:${port}`);
  // The code that a first request loads must not count for the files.
  await sender.service.upload(sender.session, [await fileFromPath(paths[0] ?? "")]);
  globalThis.gc?.();
  await delay(1_000);
  const idle = process.memoryUsage.rss();
  const memory = samplePeak();
  await send(sender, paths);
  const peak = (memory.stop() - idle) / 1024 / 1024;
  report({ name: "21 attachments of 220 MB: memory over idle", value: peak, unit: "MiB", target: { atMost: 32 } });
  await sender.close();
}

async function compare(port: number, paths: readonly string[], times: number) {
  const url = `http://127.0.0.1:${port}`;
  const ours: number[] = [];
  const curls: number[] = [];
  for (let round = 0; round < times; round++) {
    const sender = await openSender(url);
    ours.push(await timed(() => send(sender, paths)));
    await sender.close();
    curls.push(await timed(() => curl(url, paths)));
  }
  const value = total / 1024 / 1024 / (median(ours) / 1000);
  return { value, unit: "MiB/s", ratio: median(curls) / median(ours), baseline: "curl -F" };
}

type Sender = Awaited<ReturnType<typeof openSender>>;

async function openSender(baseUrl: string, accessKey?: string) {
  const client = new RunsClient({ baseUrl, accessKey });
  const shared = await openShared();
  const connections = connectionsOf(shared);
  const { id } = await connections.add({ name: "App", baseUrl });
  const session = new RunsSession(
    id,
    async () => client,
    () => 25,
  );
  const service = new AttachmentService(new UploadStore(shared.uploads, connections), () => "auto");
  const close = async (): Promise<void> => {
    session.dispose();
    await client.close();
  };
  return { session, service, close };
}

async function send({ service, session }: Sender, paths: readonly string[]): Promise<void> {
  const files = await Promise.all(paths.map((path) => fileFromPath(path)));
  const { failed } = await service.upload(session, files);
  if (failed.length > 0) throw failed[0]?.error ?? new Error("not uploaded");
}

/** One process and one connection for all of them. */
async function curl(url: string, paths: readonly string[]): Promise<void> {
  const args = paths.flatMap((path, index) => [
    ...(index > 0 ? ["--next"] : []),
    "-sS",
    "-o",
    "/dev/null",
    "-F",
    `file=@${path}`,
    `${url}/v1/files`,
  ]);
  const child = spawn("curl", args, { stdio: "inherit" });
  const [code] = (await once(child, "exit")) as [number];
  if (code !== 0) throw new Error(`curl ended with ${code}.`);
}

async function withServer<T>(args: readonly string[], use: (port: number) => Promise<T>): Promise<T> {
  const server = fork(new URL("servers/drainServer.ts", import.meta.url), args);
  try {
    const [port] = (await once(server, "message")) as [number];
    return await use(port);
  } finally {
    server.kill();
  }
}

async function timed(run: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
