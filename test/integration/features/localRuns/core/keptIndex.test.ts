import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { LocalRuns } from "#features/localRuns/core/localRuns.ts";
import { LocalRunsApi } from "#features/localRuns/core/localRunsApi.ts";
import { StoreThread } from "#features/localRuns/core/storeThread.ts";
import type { TraceRun } from "#features/localRuns/core/trace.ts";
import type { LocalIndex } from "#features/search/core/localIndex.ts";
import { bundledScript } from "../../../../support/bundledScript.ts";
import { bodyOf, going } from "../../../../support/localRuns/bodies.ts";
import { agentTrace } from "../../../../support/localRuns/sampleTraces.ts";
import { idsOf, queryOf, shown } from "../../../../support/search/indexes.ts";
import { LocalIndexes } from "../../../../support/search/localIndexes.ts";

const script = pathToFileURL(bundledScript("src/features/localRuns/core/traces.worker.ts"));
const id = "local-1";

let thread: StoreThread;
let runs: LocalRuns;
let indexes: LocalIndexes;
let index: LocalIndex;
let isQuiet: (run: Run) => boolean;

beforeEach(async () => {
  thread = new StoreThread(script, { folder: join(await mkdtemp(join(tmpdir(), "kept-index-")), "localRuns") });
  runs = new LocalRuns(thread);
  isQuiet = () => false;
  indexes = new LocalIndexes(async () => new LocalRunsApi(runs));
  const secrets = (): Promise<string[]> => Promise.resolve([]);
  indexes.connections.set(id, { baseUrl: "http://localhost", secrets, isQuiet: (run) => isQuiet(run) });
  index = indexes.window();
});

afterEach(() => {
  indexes.dispose();
  runs.dispose();
  thread.dispose();
});

const found = (text: string): Promise<string[]> => idsOf(index.indexOf(id)!, text);

/** Posts the agent's trace while it goes on, up to so many nodes, or as a whole. */
async function post(nodes = Infinity): Promise<void> {
  const trace = agentTrace();
  const open = (run: TraceRun, index: number): TraceRun => (index < 3 ? { ...run, ...going } : run);
  // The thread takes the whole buffer, which small ones share.
  await runs.receive(Uint8Array.from(bodyOf(...(nodes === Infinity ? trace : trace.slice(0, nodes).map(open)))));
}

test("the prompts of local runs are found without loading them, and the search is of all runs", async () => {
  await post();
  await index.readAll(id);
  expect(await found('"Think first"')).toEqual(["workflow"]);
  const page = await index.indexOf(id)!.search(queryOf('"Helps customers"'));
  expect(page.runs.map(shown)).toEqual([
    [expect.stringContaining("gpt-4o-mini: You are Support agent. [Helps customers]")],
  ]);
  expect(await index.indexOf(id)!.coverage()).toEqual({ indexed: 1, total: 1, back: 0 });
});

test("what the list has of a local run takes none of its steps away", async () => {
  await post();
  await index.readAll(id);
  await index.see(id, [{ ...(await runs.list())[0]!, status: "started" }]);
  expect(await found('"Think first"')).toEqual(["workflow"]);
});

test("a run of which nothing comes is found as it is, and goes on when its program does", async () => {
  await post(4);
  await index.readAll(id);
  expect([await found("status:started"), await found('"Think first"')]).toEqual([["workflow"], []]);
  isQuiet = () => true;
  await index.readAll(id);
  expect(await found('status:started "Think first"')).toEqual(["workflow"]);
  isQuiet = () => false;
  await post(5);
  await index.readAll(id);
  expect(await found('status:started "Think first"')).toEqual(["workflow"]);
  await post();
  await index.readAll(id);
  expect([await found("status:completed manager"), await found("status:started")]).toEqual([["workflow"], []]);
});

test("a quiet run that hasn't changed is read once", async () => {
  await post(4);
  isQuiet = () => true;
  await index.readAll(id);
  const written: unknown[] = [];
  index.indexOf(id)!.onDidChange((change) => written.push(change));
  await index.readAll(id);
  expect(written).toEqual([expect.objectContaining({ kind: "covered" })]);
});

test("runs that were cleared from the index are read again with the next search", async () => {
  await post();
  await index.readAll(id);
  await index.clear([id]);
  expect(await found('"Think first"')).toEqual([]);
  await index.see(id, []);
  await expect.poll(() => found('"Think first"')).toEqual(["workflow"]);
});
