import fc from "fast-check";
import { expect, test } from "vitest";
import { RunStore } from "../../../../src/runs/store/runStore.ts";
import { statusQuery, wholeView } from "../../../../src/runs/store/storeView.ts";
import { aRun, fakeApi, FakeRuns } from "../../../support/fakeApi.ts";

const completed = statusQuery(wholeView, "completed");

/** What happens after a request: so many runs come, and the runs at these places leave. */
interface Change {
  come: number;
  leave?: readonly number[];
}

let runs = new FakeRuns();
let script: Change[] = [];
let born = 0;
const api = fakeApi({
  listRuns: async (query = {}) => {
    const page = await runs.api.listRuns(query);
    const { come = 0, leave = [] } = script.shift() ?? {};
    for (let left = come; left > 0; left--) insert();
    const sorted = runs.sorted();
    for (const place of leave) runs.runs.delete(sorted[place % sorted.length]?.id ?? "");
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
  let still = 0;
  for (; store.list(completed).hasMore; pages++) {
    const last = store.list(completed).runs.at(-1)?.id;
    await store.loadMore(completed);
    expect(store.list(completed).error).toBeUndefined();
    // A run that leaves between the two requests of one reading may make it begin at the start; the next one gets on.
    still = store.list(completed).hasMore && store.list(completed).runs.at(-1)?.id === last ? still + 1 : 0;
    expect(still).toBeLessThan(2);
    check(store);
  }
  store.dispose();
  return pages;
}

const come = fc.oneof({ weight: 3, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.nat(30) });
const count = fc.integer({ min: 1, max: 60 });
const pageSize = fc.integer({ min: 5, max: 20 });
const seed = 20_261_124;

async function readMany(change: fc.Arbitrary<Change>): Promise<void> {
  let pages = 0;
  const changes = fc.array(change, { maxLength: 20 });
  const property = fc.asyncProperty(count, pageSize, changes, async (runCount, size, planned) => {
    script = [...planned];
    pages += await readAll(runCount, size);
  });
  await fc.assert(property, { numRuns: 400, seed });
  expect(pages).toBeGreaterThan(800);
}

test("runs are inserted between the pages, 400 times: none twice, none missed", async () => {
  await readMany(fc.record({ come }));
}, 120_000);

test("runs are removed, too, so that pages move up, 400 times: none twice, none missed", async () => {
  await readMany(fc.record({ come, leave: fc.array(fc.nat(50), { maxLength: 6 }) }));
}, 120_000);
