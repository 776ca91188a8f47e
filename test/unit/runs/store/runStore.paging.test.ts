import fc from "fast-check";
import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { isTerminal } from "#model/status.ts";
import { RunStore } from "#runs/store/runStore.ts";
import { statusQuery, wholeView } from "#runs/store/storeView.ts";
import { aRun, FakeRuns } from "../../../support/fakeApi.ts";

type Step =
  | { do: "start"; status: string }
  | { do: "move"; pick: number; status: string }
  | { do: "delete" | "upsert" | "answer"; pick: number }
  | { do: "refresh" }
  | { do: "more"; status: string };

const status = fc.constantFrom("created", "started", "awaiting_input", "completed", "failed", "migrating");
const pick = fc.nat(1000);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant("start" as const), status }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("move" as const), pick, status }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("delete" as const), pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("upsert" as const), pick }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constantFrom("answer" as const), pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("refresh" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("more" as const), status }) },
);

/** A server whose responses are sent in any order, each with the state of the moment when it is sent. */
class SlowServer extends FakeRuns {
  readonly waiting: (() => void)[] = [];
  #born = 0;

  constructor(count: number) {
    super();
    for (let i = 0; i < count; i++) this.start(i % 3 === 0 ? "started" : "completed");
    this.before = () => new Promise((resolve) => this.waiting.push(resolve));
  }

  start(status: string): void {
    this.#born++;
    this.put(aRun(`run-${this.#born}`, status, status === "created" ? undefined : this.#born * 1000));
  }

  now(): string {
    return new Date(++this.#born * 1000).toISOString();
  }

  pick(index: number): Run | undefined {
    const all = [...this.runs.values()];
    return all[index % all.length];
  }

  async answer(index: number): Promise<void> {
    if (this.waiting.length > 0) this.waiting.splice(index % this.waiting.length, 1)[0]?.();
    await settle();
  }

  async answerAll(): Promise<void> {
    await settle();
    while (this.waiting.length > 0) await this.answer(0);
  }
}

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

const listOf = (store: RunStore, status: string) => store.list(statusQuery(wholeView, status));

function check(store: RunStore): void {
  const ids = store.statusLists.flatMap(({ runs }) => runs.map(({ id }) => id));
  expect(ids).toHaveLength(new Set(ids).size);
  for (const list of store.statusLists) {
    expect(list.count).toBeGreaterThanOrEqual(list.runs.length);
    expect(list.hasMore).toBe(list.count > list.runs.length);
    // An expectation for each run would take a third of the test's time.
    const isWrong = (run: Run): boolean => run.status !== list.query.statuses[0] || store.get(run.id) !== run;
    expect(list.runs.filter(isWrong)).toEqual([]);
  }
}

async function play(server: SlowServer, store: RunStore, step: Step): Promise<void> {
  switch (step.do) {
    case "start":
      return server.start(step.status);
    case "move": {
      const run = server.pick(step.pick);
      if (run && !isTerminal(run.status))
        server.put({ ...run, status: step.status, ended_at: isTerminal(step.status) ? server.now() : null });
      return;
    }
    case "delete": {
      const run = server.pick(step.pick);
      if (run) server.runs.delete(run.id);
      return;
    }
    case "upsert": {
      const run = server.pick(step.pick);
      if (run) store.upsert(structuredClone(run));
      return;
    }
    case "answer":
      return server.answer(step.pick);
    case "refresh":
      void store.refresh();
      return settle();
    case "more":
      void store.loadMore(statusQuery(wholeView, step.status));
      return settle();
  }
}

async function simulate(size: number, count: number, steps: readonly Step[]): Promise<void> {
  const server = new SlowServer(count);
  const store = new RunStore({ api: () => Promise.resolve(server.api), pageSize: size });
  const ended = new Map<string, string>();
  let changes = 0;
  store.onDidChange(() => {
    changes++;
    check(store);
    const runs = store.statusLists.flatMap((list) => list.runs);
    expect(runs.filter(({ id, status }) => ended.has(id) && ended.get(id) !== status)).toEqual([]);
    for (const { id, status } of runs) if (isTerminal(status)) ended.set(id, status);
  });
  for (const each of steps) {
    await play(server, store, each);
    check(store);
  }
  await server.answerAll();
  server.before = () => undefined;
  // The first notices where the counts do not add up, the second reads every group.
  await store.refresh();
  await store.refresh();
  check(store);
  for (;;) {
    const open = store.statusLists.find(({ hasMore }) => hasMore);
    if (!open) break;
    await store.loadMore(open.query);
    const after = store.list(open.query);
    expect(!after.hasMore || after.runs.length > open.runs.length).toBe(true);
  }
  check(store);
  expect(changes).toBeGreaterThan(0);
  for (const { query, runs, count } of store.statusLists) {
    expect(runs.map(({ id }) => id)).toEqual(server.sorted({ status: query.statuses }).map(({ id }) => id));
    expect(count).toBe(runs.length);
  }
  const known = [...server.runs.values()].filter(
    (run) => run.status !== "migrating" || listOf(store, "migrating").count > 0,
  );
  expect(store.statusLists.reduce((sum, { count }) => sum + count, 0)).toBe(known.length);
}

/** Scripts that were once found to lose a run. */
const examples: [size: number, count: number, script: Step[]][] = [
  [1, 2, scripted("refresh answer:0 answer:33 move:0:failed")],
  [1, 2, scripted("refresh answer:0 delete:0 answer:5 start:failed start:created")],
  [1, 37, scripted("more:created start:created delete:0 answer:0 start:failed move:838:created")],
];

function scripted(script: string): Step[] {
  return script.split(" ").map((each) => {
    const [what = "", ...rest] = each.split(":");
    const [status, at] = [rest.find((word) => Number.isNaN(Number(word))), rest.find((word) => Number(word) >= 0)];
    return { do: what, ...(status && { status }), ...(at && { pick: Number(at) }) } as Step;
  });
}

test("runs are added, moved and removed while responses overtake each other: none twice, none lost, no count too low", async () => {
  const steps = fc.array(step, { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 6 }), fc.nat(40), steps, async (size, count, script) => {
      await simulate(size, count, script);
    }),
    { numRuns: 200, examples },
  );
});
