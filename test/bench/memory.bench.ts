import { fork } from "node:child_process";
import { once } from "node:events";
import { median, report } from "./figures.ts";
import type { MemoryUse } from "./servers/memoryReader.ts";

/**
 * Measures the memory of a run of 1,000,000 events in the process that follows it and sends it to a panel, each kind of
 * event in a process of its own: heap and buffers after the run's end, and the greatest growth of the process, beside
 * one that only reads the same stream and one that follows 100 events.
 *
 * The growth is garbage that Node.js has not collected yet. The proof: the same run in a process whose heap may have
 * only `heapLimit` megabytes, which would end it if the memory were in use.
 */
const count = 1_000_000;
const rounds = Number(process.argv[2] ?? 3);
const kinds = {
  text: "pieces of a text",
  chunks: "chunks of a model's answer",
  calls: "tool calls",
  data: "run.data of unknown shape",
};
const megabyte = 1_000_000;
const heapLimit = 250;

const server = fork(new URL("servers/longRunServer.ts", import.meta.url));
try {
  const [port] = (await once(server, "message")) as [number];
  const short = await probe("follow", port, "only-100-text", 100);
  for (const [kind, words] of Object.entries(kinds)) {
    const uses: MemoryUse[] = [];
    const read: MemoryUse[] = [];
    const limited: MemoryUse[] = [];
    for (let round = 0; round < rounds; round++) {
      uses.push(await probe("follow", port, `only-${count}-${kind}-${round}`, count));
      read.push(await probe("drain", port, `only-${count}-${kind}-${round}`, count));
      limited.push(await probe("follow", port, `only-${count}-${kind}-${round}`, count, heapLimit));
    }
    const heap = median(uses.map((use) => use.heap));
    const name = `memory: 1,000,000 events, ${words}`;
    report({ name: `${name}, heap`, value: heap / megabyte, unit: "MB", target: { atMost: 100 } });
    report({ name: `${name}, heap`, value: (heap - short.heap) / count, unit: "bytes an event" });
    const [grown, drained] = [uses, read].map((all) => median(all.map((use) => use.resident)));
    const growth = `${name}, growth of the process at most`;
    report({ name: growth, value: grown! / megabyte, unit: "MB", target: { atMost: 250 } });
    report({ name: `${growth}, only reading the stream`, value: drained! / megabyte, unit: "MB" });
    const least = (all: readonly MemoryUse[]): number => Math.min(...all.map((use) => use.time));
    report({
      name: `${name}, growth of the process with a heap of at most ${heapLimit} MB`,
      value: median(limited.map((use) => use.resident)) / megabyte,
      unit: "MB",
    });
    report({
      name: `${name}, the processor's time with a heap of at most ${heapLimit} MB`,
      value: least(limited) / 1_000_000,
      unit: "s",
      ratio: least(limited) / least(uses),
      baseline: "without a limit",
    });
  }
} finally {
  server.kill();
}

/** Each in a process of its own, which has seen nothing else. */
async function probe(
  what: "follow" | "drain",
  port: number,
  run: string,
  events: number,
  limit?: number,
): Promise<MemoryUse> {
  const execArgv = [...process.execArgv, ...(limit === undefined ? [] : [`--max-old-space-size=${limit}`])];
  const args = [what, String(port), run, String(events)];
  const child = fork(new URL("servers/memoryReader.ts", import.meta.url), args, { execArgv });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`The probe ended with ${code}.`);
  });
  const [use] = (await Promise.race([once(child, "message"), ended])) as [MemoryUse];
  ended.catch(() => undefined);
  child.disconnect();
  return use;
}
