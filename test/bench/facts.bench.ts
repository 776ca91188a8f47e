import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RunsClient } from "../../src/api/client.ts";
import type { InsightsPanelMessage } from "../../src/protocol/insights/insightsMessages.ts";
import { FailureCauses } from "../../src/runs/failures/failureCauses.ts";
import { KnownCauses } from "../../src/runs/failures/knownCauses.ts";
import { LocalIndex } from "../../src/runs/search/localIndex.ts";
import type { RunsLayout } from "../../src/runs/store/filters/runFilter.ts";
import { RunsOutline, storeView } from "../../src/runs/store/runsOutline.ts";
import { RunsSession, RunsSessions } from "../../src/runs/store/session.ts";
import { baseQuery, statusQuery } from "../../src/runs/store/storeView.ts";
import { MemoryEntities } from "../../src/storage/memoryEntities.ts";
import { InsightsFacts } from "../../src/views/insights/insightsFacts.ts";
import { InsightsPanel } from "../../src/views/insights/insightsPanel.ts";
import { median, report } from "./figures.ts";
import { startRunsServer } from "./servers/runsServer.ts";
import { bytesInUse } from "./support/collectGarbage.ts";
import { callsOf, factsRuns, FakePanel } from "./support/factsBench.ts";
import { measureTurns, type Turns } from "./support/turns.ts";

/**
 * Insights and causes of 20,000 runs in the local index, 500 of which failed: how long they take, how long they keep
 * the extension host from anything else, what they hold in memory, and what they send to the page.
 */
const count = 20_000;
const failed = 500;
const rounds = 5;
/** A stretch of work after which other extensions wait noticeably. */
const longest = 50;

const runs = factsRuns({ count, failed, now: Date.now() });
const folder = mkdtempSync(join(tmpdir(), "dynamiq-facts-bench-"));
const app = await startRunsServer([]);
for (const run of runs.toReversed()) app.put(run);
const client = new RunsClient({ baseUrl: app.url, accessKey: "dynamiq_acc_bench" });
const api = () => Promise.resolve(client);
const indexes = new LocalIndex({
  folder,
  script: new URL("../../src/runs/search/worker/searchWorker.ts", import.meta.url),
  limits: () => ({ bytes: 10e9 }),
  isOn: () => true,
  connection: () => ({ baseUrl: app.url, secrets: () => Promise.resolve([]) }),
  api,
});
const index = indexes.indexOf("app")!;
for (const [number, run] of runs.entries()) await index.put({ run, steps: callsOf(number) });

const sessions = new RunsSessions((id) => new RunsSession(id, api, () => 200));
const known = new KnownCauses({ known: new MemoryEntities(), seen: new MemoryEntities() });

const before = bytesInUse();
const facts = new InsightsFacts({ sessions, indexOf: (id) => indexes.factsOf(id) });
const page = new FakePanel();
const panel = new InsightsPanel(page.panel, "", "app", {
  facts,
  known,
  appOf: () => ({ name: "Bench", isProduction: false }),
  onDidChangeApps: () => ({ dispose: () => undefined }),
  ...{ showRuns: nothing, openRun: nothing, openConversation: nothing, actOnCause: nothing, save: nothing },
});

const name = `insights: ${count.toLocaleString("en")} runs`;
const opened = await measureTurns(() => page.ask({ type: "ready", zone: "Europe/Berlin" }));
tell(`${name}, opened`, opened);
report({ name: `${name}: heap`, value: (bytesInUse() - before) / 2 ** 20, unit: "MiB" });
await tellChoice("another range", { range: "all", filter: "" }, { range: "30d", filter: "" });
await tellChoice("a filter", { range: "all", filter: "tool:issue_refund" }, { range: "all", filter: "refund" });
const split = Date.now() - 14 * 24 * 3_600_000;
await tellChoice(
  "before and after",
  { range: "all", filter: "", split },
  { range: "all", filter: "", split: split + 1 },
);
const size = await page.ask({ type: "choose", choice: { range: "all", filter: "" } });
report({ name: `${name}: message to the page`, value: size / 1_024, unit: "KB" });

// A run that was added while the panel is open.
const [first] = runs;
const added = await measureTurns(async () => {
  const shown = page.next();
  await index.put({ run: { ...first!, id: "one-more" }, steps: callsOf(1) });
  await shown;
});
tell(`${name}, one more added`, added);

const { store } = sessions.get("app");
const layout: RunsLayout = { filter: {}, groupBy: "cause", sortBy: "newest" };
const view = storeView(layout);
for (const query of [statusQuery(view, "failed"), baseQuery(view)]) {
  await store.read(query);
  while (store.list(query).hasMore) await store.loadMore(query);
}
const causes = new FailureCauses();
const grouped = () =>
  new RunsOutline(store, layout, [], Date.now(), { causeOrder: { causes, isNew: () => false } }).groups().length;
tell("explorer: 500 failed runs of 20,000 grouped by cause", await measureTurns(() => Promise.resolve(grouped())));
const again = await repeated(() => Promise.resolve(grouped()));
tell("explorer: the same, after a change", again);
const both = await repeated(() => page.ask({ type: "choose", choice: { range: "all", filter: "" } }));
tell(`${name}, all of them known to the explorer too`, both);

panel.dispose();
facts.dispose();
sessions.dispose();
indexes.dispose();
await client.close();
await app.close();
rmSync(folder, { recursive: true });

type Choose = Extract<InsightsPanelMessage, { type: "choose" }>["choice"];

async function tellChoice(what: string, one: Choose, other: Choose): Promise<void> {
  let turn = 0;
  tell(`${name}, ${what}`, await repeated(() => page.ask({ type: "choose", choice: turn++ % 2 === 0 ? one : other })));
}

/** The medians of some rounds. */
async function repeated(work: () => Promise<unknown>): Promise<Turns> {
  const all: Turns[] = [];
  for (let round = 0; round < rounds; round++) all.push(await measureTurns(work));
  const middle = (part: keyof Turns): number => median(all.map((each) => each[part]));
  return { time: middle("time"), longest: middle("longest"), work: middle("work") };
}

function tell(what: string, turns: Turns): void {
  report({ name: `${what}: time`, value: turns.time, unit: "ms" });
  report({ name: `${what}: time of the processor in the extension host`, value: turns.work, unit: "ms" });
  report({
    name: `${what}: its longest stretch`,
    value: turns.longest,
    unit: "ms of processor",
    target: { atMost: longest },
  });
}

function nothing(): void {}
