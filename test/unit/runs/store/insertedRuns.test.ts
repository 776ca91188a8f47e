import fc from "fast-check";
import { expect, test } from "vitest";
import { RunStore } from "../../../../src/runs/store/runStore.ts";
import { statusQuery, wholeView } from "../../../../src/runs/store/storeView.ts";
import { aRun, fakeApi, FakeRuns } from "../fakeApi.ts";

const completed = statusQuery(wholeView, "completed");

/** What happens after a request: so many runs come, and the run at this place leaves. */
interface Change {
  come: number;
  leave?: number | undefined;
}

let runs = new FakeRuns();
let script: Change[] = [];
let born = 0;
const api = fakeApi({
  listRuns: async (query = {}) => {
    const page = await runs.api.listRuns(query);
    const { come = 0, leave } = script.shift() ?? {};
    for (let left = come; left > 0; left--) insert();
    const leaving = leave === undefined ? undefined : runs.sorted()[leave % runs.runs.size];
    if (leaving) runs.runs.delete(leaving.id);
    return page;
  },
});

function insert(): void {
  born++;
  runs.put(aRun(`run-${born}`, "completed", born * 1000));
}

/** No run stands there twice, and none is missing between the first and the last one. */
function check(store: RunStore): void {
  const ids = store.list(completed).runs.map(({ id }) => id);
  const held = new Set(ids);
  expect(held.size).toBe(ids.length);
  const all = runs.sorted().map(({ id }) => id);
  const there = ids.filter((id) => runs.runs.has(id));
  expect(there).toEqual(all.slice(all.indexOf(there[0] ?? ""), all.indexOf(there.at(-1) ?? "") + 1));
}

/** Reads a whole group page by page. */
async function readAll(count: number, pageSize: number): Promise<number> {
  runs = new FakeRuns();
  for (let left = count; left > 0; left--) insert();
  const store = new RunStore({ api: () => Promise.resolve(api), pageSize: () => pageSize });
  await store.refresh();
  let pages = 1;
  for (; store.list(completed).hasMore; pages++) {
    const last = store.list(completed).runs.at(-1)?.id;
    await store.loadMore(completed);
    expect(store.list(completed).error).toBeUndefined();
    expect(!store.list(completed).hasMore || store.list(completed).runs.at(-1)?.id !== last).toBe(true);
    check(store);
  }
  store.dispose();
  return pages;
}

const come = fc.oneof({ weight: 3, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.nat(60) });
const count = fc.integer({ min: 1, max: 120 });
const pageSize = fc.integer({ min: 10, max: 40 });
const seed = 20_261_124;

async function readMany(change: fc.Arbitrary<Change>): Promise<void> {
  let pages = 0;
  const changes = fc.array(change, { maxLength: 20 });
  const property = fc.asyncProperty(count, pageSize, changes, async (runCount, size, planned) => {
    script = [...planned];
    pages += await readAll(runCount, size);
  });
  await fc.assert(property, { numRuns: 1000, seed });
  expect(pages).toBeGreaterThan(2000);
}

test("runs are inserted between the pages, 1,000 times: none twice, none missed", async () => {
  await readMany(fc.record({ come }));
}, 120_000);

test("runs are removed, too, so that pages move up, 1,000 times: none twice, none missed", async () => {
  await readMany(fc.record({ come, leave: fc.option(fc.nat(50), { nil: undefined }) }));
}, 120_000);
