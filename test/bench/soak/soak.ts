import { fork } from "node:child_process";
import { getEventListeners, once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { RunsClient } from "../../../src/api/client.ts";
import { systemClock } from "../../../src/api/http/clock.ts";
import { resumed } from "../../integration/api/resumed.ts";
import { type Figure, report } from "../figures.ts";

/**
 * `soak.ts [minutes] [streams] [cuts a second]`, 10, 20 and 1 by default: follows so many streams, cuts one of them at
 * random, and watches what is lost, what comes twice, and whether anything of the client grows. Not a part of `npm run
 * bench`.
 */
const [minutes = 10, streams = 20, cutsPerSecond = 1] = process.argv.slice(2).map(Number);
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** In milliseconds; samples before the warm-up is over do not count. */
const sampleEvery = 5_000;
const warmUp = Math.min(60_000, minutes * 20_000);

interface Sample {
  /** Minutes since the start. */
  at: number;
  heap: number;
  rss: number;
  resources: number;
  listeners: number;
}

const server = fork(new URL("soakServer.ts", import.meta.url), [minutes * 60, cutsPerSecond].map(String));
const [{ port, total }] = (await once(server, "message")) as [{ port: number; total: number }];
const client = new RunsClient({ baseUrl: `http://127.0.0.1:${port}`, heartbeatTimeout: 5_000 });
const { signal } = new AbortController();
const counts = { events: 0, lost: 0, twice: 0, attachments: 0 };
const samples: Sample[] = [];
const startedAt = performance.now();

const sampling = setInterval(() => {
  if (performance.now() - startedAt > warmUp) samples.push(sample());
}, sampleEvery);
await Promise.all(
  Array.from({ length: streams }, async (_, index) => {
    await follow(`run-${index}`);
    // With the first stream ends what is to be compared.
    clearInterval(sampling);
  }),
);
server.send("cuts");
const [{ cuts }] = (await once(server, "message")) as [{ cuts: number }];
await client.close();
server.kill();
await delay(100);

const figures: Figure[] = [
  { name: "soak: events lost", value: counts.lost, unit: "events", target: { atMost: 0 } },
  { name: "soak: events twice", value: counts.twice, unit: "events", target: { atMost: 0 } },
  {
    name: "soak: events",
    value: counts.events,
    unit: "events",
    ratio: counts.events / (total * streams),
    baseline: "the events that were made",
  },
  { name: "soak: cuts", value: cuts, unit: "cuts", ratio: cuts / (minutes * 60), baseline: "one a second" },
  { name: "soak: attachments", value: counts.attachments, unit: "connections" },
  slope("heap", "KB/min", (each) => each.heap / 1024),
  slope("memory of the process", "KB/min", (each) => each.rss / 1024),
  slope("sockets and timers", "a minute", (each) => each.resources),
  slope("listeners on the caller's signal", "a minute", (each) => each.listeners),
  {
    name: "soak: listeners left",
    value: getEventListeners(signal, "abort").length,
    unit: "listeners",
    target: { atMost: 0 },
  },
  { name: "soak: sockets left", value: countResources(/TCP|TLS/), unit: "sockets", target: { atMost: 0 } },
];
const reached = figures.map((figure) => report(figure));
console.log(`figures: ${JSON.stringify(figures)}`);
process.exitCode = reached.every(Boolean) ? 0 : 1;

async function follow(id: string): Promise<void> {
  let last = 0;
  const onState = ({ kind }: { kind: string }): void => void (counts.attachments += kind === "connecting" ? 1 : 0);
  for await (const batch of resumed(client, id, { clock: systemClock, signal, onState }).batches()) {
    for (const { sequence } of batch) {
      if (sequence <= last) counts.twice++;
      else counts.lost += sequence - last - 1;
      last = Math.max(last, sequence);
      counts.events++;
    }
  }
  counts.lost += total - last;
}

function sample(): Sample {
  collectGarbage();
  const { heapUsed, rss } = process.memoryUsage();
  const at = (performance.now() - startedAt) / 60_000;
  return {
    at,
    heap: heapUsed,
    rss,
    resources: countResources(/TCP|TLS|Timeout|Immediate/),
    listeners: getEventListeners(signal, "abort").length,
  };
}

function countResources(kinds: RegExp): number {
  return process.getActiveResourcesInfo().filter((kind) => kinds.test(kind)).length;
}

/** How much something grows a minute: the line that fits the samples best. */
function slope(what: string, unit: string, of: (sample: Sample) => number): Figure {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const middle = { at: mean(samples.map(({ at }) => at)), value: mean(samples.map(of)) };
  const spread = samples.reduce((sum, { at }) => sum + (at - middle.at) ** 2, 0);
  const along = samples.reduce((sum, each) => sum + (each.at - middle.at) * (of(each) - middle.value), 0);
  const from = samples[0];
  const to = samples.at(-1);
  const ends =
    from && to ? `from ${Math.round(of(from))} to ${Math.round(of(to))}, ${samples.length} samples` : "no samples";
  return { name: `soak: ${what}`, value: along / spread, unit, limits: ends };
}
