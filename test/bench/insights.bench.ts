import { RunsClient } from "../../src/api/client.ts";
import { FailureCauses } from "../../src/runs/failures/failureCauses.ts";
import { RunsSession, RunsSessions } from "../../src/runs/store/session.ts";
import { InsightsFacts } from "../../src/views/insights/insightsFacts.ts";
import { everyRun } from "../../src/views/insights/insightsFilter.ts";
import { insightsInStretches } from "../../src/views/insights/insightsView.ts";
import { median, report } from "./figures.ts";
import { startRunsServer } from "./servers/runsServer.ts";
import { factsRuns } from "./support/factsBench.ts";

/**
 * The first figures of an app with 5,000 runs that this window has never read: the figures of all runs, beside the bare
 * reading of as many pages of the same size.
 */
const count = 5_000;
const rounds = 5;
const pageSize = 200;

const app = await startRunsServer([]);
for (const run of factsRuns({ count, failed: 500, now: Date.now() }).toReversed()) app.put(run);
const client = new RunsClient({ baseUrl: app.url, accessKey: "dynamiq_acc_bench" });
let requests = 0;
const counting: Pick<RunsClient, "listRuns" | "getRun"> = {
  listRuns: (...asked) => {
    requests++;
    return client.listRuns(...asked);
  },
  getRun: (...asked) => client.getRun(...asked),
};

async function bare(): Promise<number> {
  const began = performance.now();
  for (let page = 1; page <= count / pageSize; page++)
    await client.listRuns({ page, page_size: pageSize, sort: "-started_at" });
  return performance.now() - began;
}

async function figures(): Promise<number> {
  const api = () => Promise.resolve(Object.assign(Object.create(client) as RunsClient, counting));
  const sessions = new RunsSessions((id) => new RunsSession(id, api, () => pageSize));
  const facts = new InsightsFacts({ sessions });
  const causes = new FailureCauses();
  const marks = { isNew: () => false, note: () => undefined };
  const began = performance.now();
  await facts.cover("app", -Infinity);
  const known = await facts.read("app");
  const source = { facts: known.facts, since: known.since, marks, filter: everyRun, now: Date.now(), zone: "UTC" };
  const { runs } = await insightsInStretches(
    { ...source, causesOf: (of) => causes.ofFacts(of) },
    { range: "all", filter: "" },
  );
  const took = performance.now() - began;
  if (runs.length !== count) throw new Error(`The figures are of ${runs.length} runs.`);
  facts.dispose();
  sessions.dispose();
  return took;
}

await bare();
await figures();
const [bares, taken]: [number[], number[]] = [[], []];
requests = 0;
for (let round = 0; round < rounds; round++) {
  bares.push(await bare());
  taken.push(await figures());
}
const name = `insights: first figures of ${count.toLocaleString("en")} runs`;
const baseline = "reading the same pages bare";
report({ name, value: median(taken), unit: "ms", ratio: median(taken) / median(bares), baseline });
const asked = requests / rounds;
report({ name: `${name}: requests`, value: asked, unit: "requests", ratio: asked / (count / pageSize), baseline });
await client.close();
await app.close();
