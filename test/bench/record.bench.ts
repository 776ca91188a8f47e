import type { RunEvent } from "../../src/api/schemas.ts";
import { EventsAndStory } from "../../src/runs/live/eventLog.ts";
import { median, report } from "./figures.ts";
import { bytesInUse } from "./support/collectGarbage.ts";
import { type EventKind, eventOfKind } from "./support/longRun.ts";

/**
 * A model's answer of 100,000 pieces in the events of a run: what an event costs of time and heap when the answer comes
 * as `run.data`, beside the same pieces as `agent.reasoning.delta`. Everything from the event to the story, with the
 * events that are held.
 */
const count = 100_000;
const batchSize = 250;
const rounds = 9;

const cost = {
  text: { time: [] as number[], heap: [] as number[] },
  chunks: { time: [] as number[], heap: [] as number[] },
};
for (let round = 0; round < rounds; round++) {
  for (const kind of round % 2 === 0 ? (["text", "chunks"] as const) : (["chunks", "text"] as const)) {
    const { time, heap } = measure(kind);
    cost[kind].time.push(time);
    cost[kind].heap.push(heap);
  }
}
const baseline = "the same pieces as agent.reasoning.delta";
const [time, heap] = (["time", "heap"] as const).map((what) => {
  // The least processor time is what the code costs; the rest is other work of the machine.
  const of = what === "time" ? (values: readonly number[]) => Math.min(...values) : median;
  const value = of(cost.chunks[what]);
  return { value, ratio: value / of(cost.text[what]) };
});
report({
  name: "record: time for each of 100,000 chunks of one answer",
  ...time!,
  baseline,
  unit: "µs",
  target: { atMost: 1 },
});
report({
  name: "record: heap for each of 100,000 chunks of one answer",
  ...heap!,
  baseline,
  unit: "bytes",
  target: { atMost: 1 },
});

/** Microseconds and bytes for each event. */
function measure(kind: EventKind): { time: number; heap: number } {
  const before = bytesInUse();
  const record = new EventsAndStory();
  let time = 0;
  for (let from = 1; from <= count; from += batchSize) {
    const batch = batchFrom(kind, from);
    // Not `threadCpuUsage`, which Linux counts in ticks of 4 ms: longer than a batch takes.
    const before = process.cpuUsage();
    record.add(batch);
    const { user, system } = process.cpuUsage(before);
    time += user + system;
  }
  const heap = bytesInUse() - before;
  // Start, answer and end.
  if (record.runStory.story.length !== 3)
    throw new Error(`The answer became ${record.runStory.story.length - 2} steps.`);
  return { time: time / count, heap: heap / count };
}

/** As they come from the socket: parsed, and no part of them shared. */
function batchFrom(kind: EventKind, from: number): RunEvent[] {
  const events = Array.from({ length: batchSize }, (_, index) => eventOfKind(kind, from + index, count));
  return JSON.parse(JSON.stringify(events)) as RunEvent[];
}
