import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { startCollector } from "../../src/features/localRuns/core/collector.ts";
import { LocalRuns } from "../../src/features/localRuns/core/localRuns.ts";
import { StoreThread } from "../../src/features/localRuns/core/storeThread.ts";
import { bodyOf, node } from "../support/localRuns/bodies.ts";
import { report } from "./figures.ts";
import type { Posts } from "./support/postingProgram.ts";

/** How long a program waits for the answer after the last byte of its post, while the posts before are still read. */
const count = 20;
const nodes = 10_000;
const key = "bench";

const folder = await mkdtemp(join(tmpdir(), "local-runs-bench-"));
const script = new URL("../../src/features/localRuns/core/traceThread.ts", import.meta.url);
const thread = new StoreThread(script, { folder });
const runs = new LocalRuns(thread);
/** Ends when every body was read. */
const reads: Promise<void>[] = [];
const collector = await startCollector({
  key,
  onRefused: () => undefined,
  onBody(body) {
    const read = runs.receive(body);
    reads.push(read);
    return read;
  },
});

/** In milliseconds, of each post. */
async function answersTo(body: Uint8Array): Promise<number[]> {
  const workerData: Posts = { port: collector.port, key, body, count };
  const program = new Worker(new URL("./support/postingProgram.ts", import.meta.url), { workerData });
  return new Promise((resolve, reject) => void program.once("message", resolve).once("error", reject));
}

const p95 = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(count * 0.95)] ?? 0;

const small = bodyOf(node("small", null), node("model", "small"));
const children = Array.from({ length: nodes }, (_, index) => node(`node-${index}`, "large"));
const large = bodyOf(node("large", null), ...children);
const plain = bodyOf(node("plain", null, { input: "x".repeat(large.length) }));
await answersTo(small);
const [ofSmall, ofPlain, ofLarge] = [
  p95(await answersTo(small)),
  p95(await answersTo(plain)),
  p95(await answersTo(large)),
];
const figure = { name: `local runs: answer to a post of ${nodes} nodes, 95 of 100`, value: ofLarge, unit: "ms" };
report({ ...figure, ratio: ofLarge / ofSmall, baseline: "an answer to two nodes" });
// Its bytes take their time, but nobody waits for its nodes.
const bytes = { ratio: ofLarge / ofPlain, baseline: "an answer to one node of as many bytes" };
const isFast = report({ ...figure, ...bytes, target: { atMost: 3 } });
await collector.close();
await Promise.all(reads);
thread.dispose();
runs.dispose();
await rm(folder, { recursive: true, force: true });
if (!isFast) process.exitCode = 1;
