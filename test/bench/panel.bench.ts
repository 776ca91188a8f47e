import { ensureServer } from "../harness/vscode/installServer.ts";
import { type Figure, median, report } from "./figures.ts";
import { FillingRounds } from "./support/filling.ts";
import { ages, PanelBench, shownIn } from "./support/panel/panelBench.ts";

/**
 * Measures the panel in real VS Code: events per second from the socket to the screen, beside bare messages between the
 * same ends; the age of an event on the screen; the costs of a long run; and how soon a stored one can be read. With
 * webviews in their own process, as in desktop VS Code and vscode.dev, and again in the process of the workbench, as in
 * the server for tests.
 */
const count = 100_000;
const rounds = 5;
const limits = {
  shared: "the thread and the heap are the workbench's, too: it collects its garbage in between; no graphics card",
  own: "six processes share two cores, and VS Code's connection carries some 30 MB a second; no graphics card",
};
type Setting = keyof typeof limits;

await ensureServer();
if (process.argv[2] === "age") await measureAlone((bench) => measureAge(bench, "own"));
else if (process.argv[2] === "click") await measureAlone(measureClick);
else if (process.argv[2] === "filling") await measureAlone(measureFilling);
else for (const setting of ["own", "shared"] as const) await measure(setting);

async function measureAlone(measureOne: (bench: PanelBench) => Promise<void>): Promise<void> {
  const bench = await PanelBench.open({ ownProcess: true });
  try {
    await measureOne(bench);
  } finally {
    await bench.close();
  }
}

async function measure(setting: Setting): Promise<void> {
  const bench = await PanelBench.open({ ownProcess: setting === "own" });
  try {
    // First, since a forced collection of garbage leaves V8 with low limits.
    await measureAge(bench, setting);
    await measureFlood(bench, setting);
    if (setting === "own") {
      await measureClick(bench);
      await measureFilling(bench);
    }
  } finally {
    await bench.close();
  }
}

/** Reports a figure. Its target applies to the setting that users have. */
function tell({ name, target, ...rest }: Figure, setting: Setting): void {
  const where = setting === "own" ? "panel" : "panel in the workbench's process";
  report({ name: `${where}: ${name}`, ...rest, ...(target && setting === "own" ? { target } : {}) });
}

async function measureAge(bench: PanelBench, setting: Setting): Promise<void> {
  const half: number[] = [];
  const nearly: number[] = [];
  const bare: number[] = [];
  const held: number[] = [];
  const work: number[] = [];
  const bareWork: number[] = [];
  await bench.stream("paced-54000-9000-first", 54_000);
  for (let round = 0; round < rounds; round += 1) {
    const transport = await bench.bareTransport("Measure Paced Bare Messages");
    bare.push(transport.figure);
    bareWork.push(transport.work);
    held.push((await bench.bareTransport("Measure Held Bare Messages")).figure);
    const streamed = await bench.stream(`paced-54000-9000-${round}`, 54_000);
    if (streamed.work !== undefined) work.push(streamed.work);
    const paced = ages(streamed).sort((a, b) => a - b);
    const at = (part: number) => paced[Math.floor(paced.length * part)] ?? Number.NaN;
    half.push(at(0.5));
    nearly.push(at(0.95));
  }
  const name = "age of an event on the screen at 9,000 events/s";
  tell({ name: `${name}, median`, value: median(half), unit: "ms" }, setting);
  tell({ name: "age of bare messages that come as fast, p95", value: median(bare), unit: "ms" }, setting);
  tell({ name: "age of bare messages that wait for the page, p95", value: median(held), unit: "ms" }, setting);
  // A busy machine makes every age longer. This stays nearly the same.
  const worked = { value: median(work) / 54, ratio: median(work) / median(bareWork), baseline: "bare messages" };
  tell({ name: "the extension host's time for an event at 9,000 events/s", ...worked, unit: "µs" }, setting);
  // Where VS Code's connection is full, those that nothing holds back wait in it.
  const fastest = Math.min(median(bare), median(held));
  const p95 = { value: median(nearly), ratio: median(nearly) / fastest, baseline: "bare messages" };
  tell({ name: `${name}, p95`, ...p95, unit: "ms", target: { atMost: 1.6 }, limits: limits[setting] }, setting);
}

async function measureFlood(bench: PanelBench, setting: Setting): Promise<void> {
  const bare: number[] = [];
  const shown: number[] = [];
  const small = await bench.stream("burst-1000-0", 1_000);
  for (let round = 0; round < rounds; round += 1) {
    bare.push((await bench.bareTransport("Measure Bare Messages")).figure);
    shown.push(shownIn(await bench.stream(`burst-${count}-${round}`, count)));
  }
  const large = await bench.weigh(`burst-${count}-weighed`, count);
  const baseline = "bare postMessage of batches of 256";
  const [bareTime, time] = [median(bare), median(shown)];
  const rate = (milliseconds: number) => count / (milliseconds / 1_000);
  tell({ name: "bare postMessage, rows counted", value: rate(bareTime), unit: "events/s" }, setting);
  const drawn = { value: rate(time), ratio: rate(time) / rate(bareTime), baseline };
  tell(
    {
      name: "from the socket to rows drawn",
      ...drawn,
      unit: "events/s",
      target: { atLeast: 0.6 },
      limits: limits[setting],
    },
    setting,
  );
  const whole = { value: time, ratio: time / bareTime, baseline };
  tell(
    { name: "100,000 events shown", ...whole, unit: "ms", target: { atMost: 1.3 }, limits: limits[setting] },
    setting,
  );
  const elements = {
    value: large.elements,
    ratio: large.elements / small.elements,
    baseline: "the same list of 1,000",
  };
  tell({ name: "elements for 100,000 events", ...elements, unit: "elements", target: { atMost: 1.02 } }, setting);
  const heap = large.heap / count / 1_000;
  tell({ name: "heap for each event", value: heap, unit: "KB", target: { atMost: 0.5 } }, setting);
}

async function measureClick(bench: PanelBench): Promise<void> {
  const long = {
    "100,000 events": "stored-100000-long",
    "1,000,000 pieces of a text": "stored-1000000-text",
    "1,000,000 events of tool calls": "stored-1000000-calls",
    "1,000,000 run.data": "stored-1000000-data",
  };
  const few: number[] = [];
  const many = new Map<string, number[]>();
  for (let round = 0; round < 6; round += 1) {
    few.push(await bench.clickToReadable("stored-100-short"));
    for (const [words, run] of Object.entries(long))
      many.set(words, [...(many.get(words) ?? []), await bench.clickToReadable(run)]);
  }
  report({ name: "panel: click to readable, a stored run of 100 events", value: median(few), unit: "ms" });
  for (const [words, times] of many) {
    const readable = { value: median(times), ratio: median(times) / median(few), baseline: "one of 100" };
    report({
      name: `panel: click to readable, a stored run of ${words}`,
      ...readable,
      unit: "ms",
      target: { atMost: 1.5 },
    });
  }
}

/** The panel's figures while the local index is filled in the same window, each round beside one without it. */
async function measureFilling(bench: PanelBench): Promise<void> {
  const figures = new FillingRounds();
  const round = async (number: number, isFilling: boolean): Promise<void> => {
    const run = `${number}${isFilling ? "filling" : "plain"}`;
    const paced = ages(await bench.stream(`paced-27000-9000-${run}`, 27_000)).sort((a, b) => a - b);
    const p95 = paced[Math.floor(paced.length * 0.95)] ?? Number.NaN;
    figures.note("age of an event on the screen at 9,000 events/s, p95", "ms", isFilling, p95);
    const shown = shownIn(await bench.stream(`burst-${count}-${run}`, count));
    figures.note("100,000 events from the socket, shown", "ms", isFilling, shown);
    for (let click = 0; click < 3; click++)
      figures.note(
        "click to readable, 100,000 events",
        "ms",
        isFilling,
        await bench.clickToReadable("stored-100000-long"),
      );
  };
  await bench.stream("paced-54000-9000-warm", 54_000);
  for (let number = 0; number < rounds; number++) {
    await round(number, false);
    await bench.filling.during(() => round(number, true));
  }
  figures.report("panel");
  const growth = (await bench.filling.growth()) / 2 ** 20;
  report({
    name: "panel while the index is filled: memory of the extension host, at most",
    value: growth,
    unit: "MiB",
  });
}
