import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { EventsAndStory } from "#runs/live/eventLog.ts";
import { report } from "./figures.ts";
import { longRunEvents } from "./support/longRun.ts";

/** Holds a run of a million events with its story, as an open panel does, and measures what stays on the heap. */
const count = 1_000_000;
const limit = 64;

setFlagsFromString("--expose_gc");
const collectGarbage = runInNewContext("gc") as () => void;

const before = heap();
const run = new EventsAndStory();
for (const event of longRunEvents(count)) run.add([event]);
const megabytes = (heap() - before) / 1_000_000;
report({
  name: `long run: heap with ${run.log.count.toLocaleString("en")} events and their story`,
  value: megabytes,
  unit: "MB",
  target: { atMost: limit },
});

/** In bytes, without garbage. */
function heap(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
