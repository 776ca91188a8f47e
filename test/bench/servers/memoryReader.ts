import { once } from "node:events";
import { RunsClient } from "../../../src/api/client.ts";
import { packMessage } from "../../../src/protocol/wire.ts";
import { RunWatcher } from "../../../src/runs/live/runWatcher.ts";
import { PanelFeed } from "../../../src/views/panel/panelFeed.ts";
import { RunPresenter } from "../../../src/views/panel/runPresenter.ts";
import { bytesInUse } from "../support/collectGarbage.ts";

/** What a run of many events took in the process that followed it, in bytes. */
export interface MemoryUse {
  /** In use after its end, when garbage was collected. */
  heap: number;
  /** By how much the process has grown at most. */
  resident: number;
  /** The processor's time until its end, in microseconds. */
  time: number;
}

/**
 * Runs as a child process: follows one run as the extension host does, with a panel that takes all that is sent, or
 * only reads its stream. `memoryReader.ts follow|drain PORT RUN COUNT`
 */
const [what, port, run = "", count] = process.argv.slice(2);
const client = new RunsClient({ baseUrl: `http://127.0.0.1:${port}` });
// What every first request loads and compiles is not the run's.
await client.getRun("stored-100-short");
const before = { heap: bytesInUse(), resident: process.memoryUsage.rss() };
const startedAt = process.cpuUsage();
let resident = 0;
const look = setInterval(() => (resident = Math.max(resident, process.memoryUsage.rss())), 50);
const kept = what === "follow" ? await follow() : await drain();
clearInterval(look);
const { user, system } = process.cpuUsage(startedAt);
const use: MemoryUse = {
  heap: bytesInUse() - before.heap,
  resident: Math.max(0, resident - before.resident),
  time: user + system,
};
kept();
process.send?.(use);
await once(process, "disconnect");
process.exit();

async function drain(): Promise<() => void> {
  let events = 0;
  for await (const batch of client.streamRun(run).batches()) events += batch.length;
  return () => check(events);
}

async function follow(): Promise<() => void> {
  const watcher = new RunWatcher({ api: async () => client, onRun: () => undefined });
  const watch = watcher.watch(run);
  const presenter = new RunPresenter(watch, () => ({
    name: "Long runs",
    production: false,
    exists: true,
    trusted: true,
    canCompare: false,
  }));
  const feed = new PanelFeed((message) => {
    packMessage(message);
    if (message.type === "delta") setImmediate(() => feed.acknowledge(message.batch));
  });
  await new Promise<void>((resolve) => {
    watch.onDidChange((change) => {
      const update = presenter.update(change);
      const whole = update === "reopen" ? presenter.whole() : undefined;
      if (whole && !("type" in whole)) feed.open(whole);
      else if (update !== "reopen") feed.push(update);
      if (watch.state.kind === "ended") resolve();
    });
  });
  return () => check(watch.log.count);
}

function check(events: number): void {
  if (events !== Number(count)) throw new Error(`${events} events came of ${count}.`);
}
