import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { RunIndex } from "../../src/features/search/core/runIndex.ts";
import { IndexThread } from "../../src/features/search/core/worker/indexThread.ts";
import { parseQuery } from "../../src/runs/query/parseQuery.ts";
import { RunStory } from "../../src/runs/story/runStory.ts";
import { withoutLarge } from "../../src/runs/values/largeValue.ts";
import { median, report } from "./figures.ts";
import { benchRun } from "./support/searchRuns.ts";

/** Measures the local index: how fast runs are added, what they take on the disk, and how fast queries are. */
const [runCount, eventCount] = [2_000, 500];
const total = runCount * eventCount;
const newest = Date.parse("2026-11-24T12:00:00Z");
const spacing = 10 * 60_000;

const folder = mkdtempSync(join(tmpdir(), "dynamiq-search-bench-"));
const thread = new IndexThread(new URL("../../src/features/search/core/worker/searchWorker.ts", import.meta.url));
const index = new RunIndex(thread, {
  folder,
  connectionId: "app",
  secrets: () => Promise.resolve(["dynamiq_acc_secret"]),
  mostBytes: () => 10e9,
});
await index.coverage();

let making = 0;
const begun = performance.now();
for (let number = 0; number < runCount; number++) {
  const at = performance.now();
  // The newest run first, as runs are read.
  const { run, events } = benchRun(number, eventCount, newest - number * spacing);
  making += performance.now() - at;
  const story = new RunStory(withoutLarge);
  story.apply(events);
  await index.put({ run, steps: story.steps });
}
const took = performance.now() - begun - making;
const name = `search: ${runCount} runs with ${total} events`;
report({ name: `${name}, indexed`, value: (total / took) * 1000, unit: "events/s" });
report({ name: `${name}: bytes on the disk`, value: (await index.size()) / total, unit: "bytes/event" });

const queries = [
  "kalo",
  '"kaka kaka"',
  "ka",
  "tool:issue_refund",
  "tool:issue_refund input.amount:>2900",
  "status:failed",
  "input.amount:1480..1500 output.category:billing",
  "kakakaka miren -quin tool:read_ledger",
  "duration:>5s output.answer:kaka",
];
const scan = new DatabaseSync(join(folder, "app", "runs.db"), { readOnly: true });
const [times, scans]: [number[], number[]] = [[], []];
for (const text of queries) {
  const query = parseQuery(text, newest);
  for (let turn = 0; turn < 15; turn++) times.push(await spent(() => index.search(query)));
  const word = query.terms.find((term) => term.kind === "text");
  const like = `%${word?.kind === "text" ? word.text : "issue"}%`;
  scans.push(await spent(async () => scan.prepare("SELECT count(*) FROM texts WHERE text LIKE ?").get(like)));
}
scan.close();
const [p50, p95] = [median(times), times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)]!];
const baseline = "a scan of the same texts";
report({ name: "search: a query, p50", value: p50, unit: "ms", ratio: p50 / median(scans), baseline });
report({ name: "search: a query, p95", value: p95, unit: "ms", target: { atMost: 100 } });
thread.dispose();
rmSync(folder, { recursive: true });

async function spent(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
