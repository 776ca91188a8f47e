import { setTimeout as delay } from "node:timers/promises";
import { addConnection } from "../e2e/support/connect.ts";
import { group } from "../e2e/support/runsView.ts";
import { ensureServer } from "../harness/vscode/installServer.ts";
import type { Workbench } from "../harness/vscode/workbench.ts";
import { report } from "./figures.ts";
import { type RunsServer, startRunsServer } from "./servers/runsServer.ts";
import { type BenchWorkbench, openBenchWorkbench } from "./support/benchWorkbench.ts";

/**
 * Counts the requests that the explorer makes per minute on its own, as its app receives them. All windows stay open
 * for so many minutes (the argument; 3 by default) and one more: `node test/bench/httpRequests.bench.ts 10`.
 */
const minutes = Number(process.argv[2] ?? 3);
const minute = 60_000;

interface Case {
  name: string;
  /** Whether a run waits for a person, so that something may change at any time. */
  waits: boolean;
  /** @returns whether the window has the focus afterwards */
  arrange(workbench: Workbench): Promise<boolean>;
}

const cases: readonly Case[] = [
  {
    name: "view hidden",
    waits: true,
    async arrange(workbench) {
      await workbench.openView("Explorer");
      return true;
    },
  },
  {
    name: "window unfocused",
    waits: true,
    async arrange(workbench) {
      await workbench.setFocused(false);
      return false;
    },
  },
  { name: "visible, all has ended", waits: false, arrange: async () => true },
  { name: "visible, a run waits", waits: true, arrange: async () => true },
];

await ensureServer();
const open: (Case & { app: RunsServer; bench: BenchWorkbench; focused: boolean; since: number })[] = [];
const closing: (() => Promise<void>)[] = [];
try {
  for (const each of cases) {
    const app = await startRunsServer([
      each.waits ? "awaiting_input" : "completed",
      ...Array<string>(300).fill("completed"),
    ]);
    closing.push(() => app.close());
    const bench = await openBenchWorkbench();
    closing.push(() => bench.close());
    const { workbench } = bench;
    // A window reports that it lost the focus only after it had it once.
    await workbench.setFocused(true);
    await workbench.openView("Dynamiq Runs");
    await addConnection(workbench, { name: each.name, address: app.url, accessKey: "dynamiq_acc_bench" });
    await group(workbench, "Completed").waitFor();
    const focused = await each.arrange(workbench);
    // Requests that were in progress then are not counted.
    await delay(1_000);
    open.push({ ...each, app, bench, focused, since: performance.now() });
  }
  for (const { since } of open) await delay(Math.max(0, since + (minutes + 1) * minute - performance.now()));
  for (const { name, app, bench, focused, since } of open) {
    if ((await bench.facts()).focused !== focused)
      throw new Error(`${name}: the window ${focused ? "lost" : "has"} the focus.`);
    const counts = Array.from({ length: minutes + 1 }, (_, index) => countIn(app, since + index * minute));
    const mean = counts.slice(0, minutes).reduce((sum, count) => sum + count, 0) / minutes;
    const after = counts[minutes] ?? Number.NaN;
    report({ name: `requests over ${minutes} minutes: ${name}`, value: mean, unit: "a minute" });
    report({ name: `requests in the minute after them: ${name}`, value: after, unit: "a minute" });
    console.log(`  minute by minute: ${counts.join(" ")}`);
  }
} finally {
  while (closing.length > 0) await closing.pop()?.();
}

function countIn({ requests }: RunsServer, start: number): number {
  return requests.filter(({ at }) => at >= start && at < start + minute).length;
}
