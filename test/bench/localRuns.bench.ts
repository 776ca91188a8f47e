import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { startCollector } from "../../src/features/localRuns/core/collector.ts";
import { LocalRuns } from "../../src/features/localRuns/core/localRuns.ts";
import { StoreThread } from "../../src/features/localRuns/core/storeThread.ts";
import { bodyOf, node } from "../support/localRuns/bodies.ts";
import { report } from "./figures.ts";
import type { Posts } from "./support/postingProgram.ts";

/** How long a program waits for the answer to its post, while the posts before are still read. */
const count = 40;
const nodes = 10_000;
const key = "bench";

const folder = await mkdtemp(join(tmpdir(), "local-runs-bench-"));
const script = new URL("../../src/features/localRuns/core/traceThread.ts", import.meta.url);
const thread = new StoreThread(script, { folder });
const runs = new LocalRuns(thread);
const read = new Promise<void>((resolve) => {
  let left = count;
  runs.onDidReceive(() => --left === 0 && resolve());
});
const collector = await startCollector({ key, onRefused: () => undefined, onBody: (body) => runs.receive(body) });

/** Reads a body, keeps nothing, and answers. */
const bare = createServer((request, response) => void request.resume().on("end", () => response.end("{}")));
await new Promise<void>((resolve) => void bare.listen(0, "127.0.0.1", () => resolve()));

const children = Array.from({ length: nodes }, (_, index) => node(`node-${index}`, "root"));
const body = bodyOf(node("root", null), ...children);

const ports = [collector.port, (bare.address() as AddressInfo).port];
const workerData: Posts = { ports, key, body, count };
const program = new Worker(new URL("./support/postingProgram.ts", import.meta.url), { workerData });
const times: number[][] = await new Promise((resolve, reject) => {
  program.once("message", resolve).once("error", reject);
});
const p95 = times.map((each) => each.toSorted((a, b) => a - b)[Math.ceil(count * 0.95) - 1] ?? 0);
const [ours = 0, ofBare = 0] = p95;

const isFast = report({
  name: `local runs: answer to a post of ${nodes} nodes, 95 of 100`,
  value: ours,
  unit: "ms",
  ratio: ours / ofBare,
  baseline: "a server that only reads as many bytes",
  // An answer that waits for the body takes as long as the other one.
  target: { atMost: 0.8 },
});
bare.close();
await read;
await collector.close();
thread.dispose();
runs.dispose();
await rm(folder, { recursive: true, force: true });
if (!isFast) process.exitCode = 1;
