import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startCollector } from "#features/localRuns/core/collector.ts";
import { LocalRuns } from "#features/localRuns/core/localRuns.ts";
import { StoreThread } from "#features/localRuns/core/storeThread.ts";
import { node } from "../support/localRuns/bodies.ts";
import { report } from "./figures.ts";

/** How long a Python program waits for the answer to its post, while the posts before are still read and kept. */
const count = 40;
const nodes = 10_000;
const key = "bench";

const folder = await mkdtemp(join(tmpdir(), "local-runs-bench-"));
const script = new URL("#features/localRuns/core/traces.worker.ts", import.meta.url);
const thread = new StoreThread(script, { folder });
const runs = new LocalRuns(thread);
const read = new Promise<void>((resolve) => {
  let left = count;
  runs.onDidReceive(() => --left === 0 && resolve());
});
const collector = await startCollector({
  keyForPort: () => key,
  onRefused: () => undefined,
  onBody: (body) => runs.receive(body),
});

/** Reads a body, keeps nothing, and answers. */
const bare = createServer((request, response) => void request.resume().on("end", () => response.end("{}")));
await new Promise<void>((resolve) => void bare.listen(0, "127.0.0.1", () => resolve()));

const traced = [node("root", null), ...Array.from({ length: nodes }, (_, index) => node(`node-${index}`, "root"))];
const ports = [collector.port, (bare.address() as AddressInfo).port];
const program = fileURLToPath(new URL("./support/postingProgram.py", import.meta.url));
const times = await new Promise<number[][]>((resolve, reject) => {
  const posting = execFile("python3", [program, JSON.stringify(ports), key, String(count)], (error, printed) =>
    error ? reject(error) : resolve(JSON.parse(printed) as number[][]),
  );
  posting.stdin?.end(JSON.stringify(traced));
});
const p95 = times.map((each) => each.toSorted((a, b) => a - b)[Math.ceil(count * 0.95) - 1] ?? 0);
const [ours = 0, ofBare = 0] = p95;

const isFast = report({
  name: `local runs: answer to a post of ${nodes} nodes, 95 of 100`,
  value: ours,
  unit: "ms",
  ratio: ours / ofBare,
  baseline: "a server that only reads as many bytes",
  // Most of the time is the sending, which is the same for both. The other one keeps nothing, and reads nothing beside it.
  target: { atMost: 2 },
});
bare.close();
await read;
await collector.close();
thread.dispose();
runs.dispose();
await rm(folder, { recursive: true, force: true });
if (!isFast) process.exitCode = 1;
