import { ensureServer } from "../harness/installServer.ts";
import { median, report } from "./figures.ts";
import { ages, PanelBench, shownIn } from "./panelBench.ts";

/**
 * The panel in the real workbench: how many events a second go from the socket to the screen, beside bare messages between the
 * same two ends; how old an event is when it can be seen; what a long run costs; and how soon a stored one can be read.
 */
const count = 100_000;
const rounds = 3;
const frame = 1_000 / 60;

await ensureServer();
const bench = await PanelBench.open();
try {
  const bare: number[] = [];
  const shown: number[] = [];
  const small = await bench.weigh("burst-1000-0", 1_000);
  let large = small;
  for (let round = 1; round <= rounds; round += 1) {
    bare.push(await bench.bareTransport());
    large = await bench.weigh(`burst-${count}-${round}`, count);
    shown.push(shownIn(large));
  }
  const baseline = "bare postMessage of batches of 256";
  const limits = "drawing shares the thread of the workbench, and here there is no graphics card";
  const [bareTime, time] = [median(bare), median(shown)];
  const rate = (milliseconds: number) => count / (milliseconds / 1_000);
  report({ name: "panel: bare postMessage, rows counted", value: rate(bareTime), unit: "events/s" });
  const drawn = { value: rate(time), ratio: rate(time) / rate(bareTime), baseline };
  report({ name: "panel: from the socket to rows drawn", ...drawn, unit: "events/s", target: { atLeast: 0.6 }, limits });
  const whole = { value: time, ratio: time / bareTime, baseline };
  report({ name: "panel: 100,000 events shown", ...whole, unit: "ms", target: { atMost: 1.3 }, limits });
  const elements = { value: large.elements, ratio: large.elements / small.elements, baseline: "the same list of 1,000" };
  report({ name: "panel: elements for 100,000 events", ...elements, unit: "elements", target: { atMost: 1.02 } });
  const heap = large.heap / count;
  report({ name: "panel: heap for each event", value: heap / 1_000, unit: "KB", target: { atMost: 0.5 } });

  const paced = ages(await bench.stream("paced-54000-9000", 54_000)).sort((a, b) => a - b);
  const at = (part: number) => paced[Math.floor(paced.length * part)] ?? Number.NaN;
  report({ name: "panel: age of an event on the screen at 9,000 events/s, median", value: at(0.5), unit: "ms" });
  const p95 = { value: at(0.95), ratio: at(0.95) / frame, baseline: "a frame of 16.7 ms" };
  report({ name: "panel: age of an event on the screen at 9,000 events/s, p95", ...p95, unit: "ms", target: { atMost: 2 }, limits });

  const opened = { few: [] as number[], many: [] as number[] };
  for (let round = 0; round < 2 * rounds; round += 1) {
    opened.few.push(await bench.clickToReadable("stored-100-short"));
    opened.many.push(await bench.clickToReadable("stored-100000-long"));
  }
  const [few, many] = [median(opened.few), median(opened.many)];
  report({ name: "panel: click to readable, a stored run of 100 events", value: few, unit: "ms" });
  const readable = { value: many, ratio: many / few, baseline: "one of 100" };
  report({ name: "panel: click to readable, a stored run of 100,000 events", ...readable, unit: "ms", target: { atMost: 1.5 } });
} finally {
  await bench.close();
}
