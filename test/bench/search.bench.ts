import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import { parseQuery } from "../../src/runs/search/query/parseQuery.ts";
import { RunIndex } from "../../src/runs/search/runIndex.ts";
import { IndexThread } from "../../src/runs/search/worker/indexThread.ts";
import { RunStory } from "../../src/runs/story/runStory.ts";
import { withoutLarge } from "../../src/runs/values/largeValue.ts";
import { report } from "./figures.ts";
import { benchRun } from "./support/searchRuns.ts";

/** Measures the local index: how fast runs are added, what they take on the disk, and how fast twenty queries are. */
const { values } = parseArgs({
  options: { runs: { type: "string", default: "2000" }, events: { type: "string", default: "500" } },
});
const [runCount, eventCount] = [Number(values.runs), Number(values.events)];
const total = runCount * eventCount;
const newest = Date.parse("2026-11-24T12:00:00Z");
const spacing = 10 * 60_000;

const folder = mkdtempSync(join(tmpdir(), "dynamiq-search-bench-"));
const thread = new IndexThread(new URL("../../src/runs/search/worker/searchWorker.ts", import.meta.url));
const index = new RunIndex(thread, {
  folder,
  connectionId: "app",
  secrets: () => Promise.resolve(["dynamiq_acc_secret"]),
  mostBytes: () => 10e9,
});
await index.coverage();

const memoryBefore = process.memoryUsage.rss();
let memoryMost = memoryBefore;
let making = 0;
let telling = 0;
const delay = monitorEventLoopDelay({ resolution: 5 });
const begun = performance.now();
for (let number = 0; number < runCount; number++) {
  const at = performance.now();
  // The newest run first, as runs are read.
  const { run, events } = benchRun(number, eventCount, newest - number * spacing);
  making += performance.now() - at;
  const story = new RunStory(withoutLarge);
  const toldAt = performance.now();
  story.apply(events);
  telling += performance.now() - toldAt;
  if (number === 0) delay.enable();
  await index.put({ run, steps: story.steps });
  memoryMost = Math.max(memoryMost, process.memoryUsage.rss());
}
const took = performance.now() - begun - making;
delay.disable();
const file = join(folder, "app", "runs.db");
const name = `search: ${runCount.toLocaleString("en")} runs with ${total.toLocaleString("en")} events`;
report({ name: `${name}, indexed`, value: (total / took) * 1000, unit: "events/s" });
report({ name: `${name}, of these the story alone`, value: (total / telling) * 1000, unit: "events/s" });
report({ name: `${name}: bytes on the disk`, value: (await index.size()) / total, unit: "bytes/event" });
report({ name: `${name}: the largest delay of the event loop, p99`, value: delay.percentile(99) / 1e6, unit: "ms" });
report({ name: `${name}: memory of the process, at most`, value: (memoryMost - memoryBefore) / 2 ** 20, unit: "MiB" });
console.log(`file ${(statSync(file).size / 2 ** 20).toFixed(0)} MiB, max delay ${(delay.max / 1e6).toFixed(0)} ms`);

const queries = [
  "kalo",
  "miren tavos",
  '"kaka kaka"',
  "kaka",
  "ka",
  "kaka -lolo",
  "tool:issue_refund",
  "tool:issue_refund input.amount:>2900",
  "-tool:issue_refund",
  "status:failed",
  "error:timeout since:7d",
  "user:customer-17",
  "input.amount:>1000",
  "input.amount:1480..1500 output.category:billing",
  "input.currency:EUR kaka refused",
  "zebra",
  "kakakaka miren -quin tool:read_ledger",
  "status:failed lolo",
  "duration:>5s output.answer:kaka",
  "run-17",
];
const scan = new DatabaseSync(file, { readOnly: true });
const all: number[] = [];
const scans: number[] = [];
for (const text of queries) {
  const query = parseQuery(text, newest);
  const times: number[] = [];
  let found = 0;
  for (let turn = 0; turn < 15; turn++) {
    const at = performance.now();
    const page = await index.search(query);
    times.push(performance.now() - at);
    found = page.runs.length;
  }
  const at = performance.now();
  const count = await index.count(query);
  const counted = performance.now() - at;
  all.push(...times);
  const scannedAt = performance.now();
  const word = query.terms.find((term) => term.kind === "text");
  scan.prepare("SELECT count(*) FROM texts WHERE text LIKE ?").get(`%${word?.kind === "text" ? word.text : "issue"}%`);
  scans.push(performance.now() - scannedAt);
  const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
  console.log(
    `${text.padEnd(50)} ${p50.toFixed(1)} / ${p95.toFixed(1)} ms, ${found} shown, ${count} in ${counted.toFixed(0)} ms, scan ${scans.at(-1)!.toFixed(0)} ms`,
  );
}
scan.close();
const scanned = percentile(scans, 0.5);
const baseline = "a scan of the same texts";
const [p50, p95] = [percentile(all, 0.5), percentile(all, 0.95)];
report({ name: "search: twenty queries, p50", value: p50, unit: "ms", ratio: p50 / scanned, baseline });
report({ name: "search: twenty queries, p95", value: p95, unit: "ms", target: { atMost: 100 } });
const factsAt = performance.now();
const facts = await index.facts();
report({
  name: `search: facts of ${facts.length.toLocaleString("en")} runs`,
  value: performance.now() - factsAt,
  unit: "ms",
});
const clearedAt = performance.now();
await index.clear();
report({ name: "search: everything cleared", value: performance.now() - clearedAt, unit: "ms" });
thread.dispose();
rmSync(folder, { recursive: true });

function percentile(times: readonly number[], part: number): number {
  return times.toSorted((a, b) => a - b)[Math.ceil(times.length * part) - 1] ?? 0;
}
