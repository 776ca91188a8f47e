import { expect, test, vi } from "vitest";
import type { Run, RunEvent } from "#api/schemas.ts";
import { LocalRuns } from "#features/localRuns/core/localRuns.ts";
import { LocalRunsApi } from "#features/localRuns/core/localRunsApi.ts";
import type { TraceCalls } from "#features/localRuns/core/traceCalls.ts";

/** A store in memory. A post names the events that its run has now. */
class MemoryStore implements TraceCalls {
  readonly all = new Map<string, { run: Run; events: RunEvent[] }>();

  async look() {
    const changed = [...this.all.values()].map(({ run }) => ({ run, heardAt: Date.now() }));
    return { changed, removed: [], unreadable: [] };
  }

  async add(body: Uint8Array) {
    const posted = JSON.parse(Buffer.from(body).toString()) as { run: Run; events: RunEvent[] };
    this.all.set(posted.run.id, posted);
    const changed = [{ run: posted.run, heardAt: Date.now() }];
    return { changed, removed: [], problems: [], unsaved: [], hints: [] };
  }

  async events(id: string, { skip, limit }: { skip: number; limit: number }) {
    const events = this.all.get(id)?.events;
    return events && { events: events.slice(skip, skip + limit), total: events.length };
  }

  async clear() {
    this.all.clear();
  }
}

const run = (id: string, minute: number, changes: Partial<Run> = {}): Run => ({
  id,
  status: "completed",
  started_at: `2026-11-29T19:${minute}:00Z`,
  ended_at: `2026-11-29T20:${60 - minute}:00Z`,
  ...changes,
});

const sequencesOf = (batch: readonly RunEvent[]): number[] => batch.map(({ sequence }) => sequence);

const event = (sequence: number, type = "agent.reasoning.delta"): RunEvent => ({ type, sequence });

function open(...runs: Run[]) {
  const store = new MemoryStore();
  for (const each of runs) store.all.set(each.id, { run: each, events: [event(1, "run.started")] });
  const local = new LocalRuns(store);
  const post = (posted: Run, ...events: RunEvent[]): Promise<void> =>
    local.receive(Buffer.from(JSON.stringify({ run: posted, events })));
  return { api: new LocalRunsApi(local), post, store };
}

const idsOf = ({ data }: { data: readonly Run[] }): string[] => data.map(({ id }) => id);

test("the list has pages, filters and orders like that of an app", async () => {
  const { api } = open(run("a", 10), run("b", 20, { status: "failed", user_id: "ann" }), run("c", 30));
  expect(idsOf(await api.listRuns())).toEqual(["c", "b", "a"]);
  expect(idsOf(await api.listRuns({ sort: "started_at" }))).toEqual(["a", "b", "c"]);
  expect(idsOf(await api.listRuns({ sort: "-ended_at" }))).toEqual(["a", "b", "c"]);
  expect(idsOf(await api.listRuns({ status: ["failed"] }))).toEqual(["b"]);
  expect(idsOf(await api.listRuns({ user_id: "ann" }))).toEqual(["b"]);
  const second = await api.listRuns({ page: 2, page_size: 2 });
  expect(idsOf(second)).toEqual(["a"]);
  expect(second.pagination).toEqual({ page: 2, page_size: 2, page_count: 2, total_count: 3 });
});

test("a run that isn't kept is gone as it is from an app", async () => {
  const { api } = open();
  await expect(api.getRun("a")).rejects.toMatchObject({ kind: "not-found", code: "not_found" });
  await expect(api.listEvents("a")).rejects.toMatchObject({ kind: "not-found", code: "not_found" });
});

test("a stream brings the events of each post until the run ends", async () => {
  const going = run("a", 10, { status: "started", ended_at: null });
  const { api, post } = open(going);
  const seen: number[] = [];
  const following = (async () => {
    for await (const batch of api.streamRun("a")) seen.push(...sequencesOf(batch));
  })();
  await expect.poll(() => seen).toEqual([1]);
  await post(going, event(1, "run.started"), event(2));
  await expect.poll(() => seen).toEqual([1, 2]);
  await post(run("a", 10), event(1, "run.started"), event(2), event(3), event(4, "run.completed"));
  await following;
  expect(seen).toEqual([1, 2, 3, 4]);
});

test("a stream goes on after the last event that was seen", async () => {
  const { api, post } = open();
  await post(run("a", 10), event(1, "run.started"), event(2), event(3, "run.completed"));
  const seen: number[] = [];
  for await (const batch of api.streamRun("a", { afterSequence: 2 })) seen.push(...sequencesOf(batch));
  expect(seen).toEqual([3]);
});

test("an event that a trace knows only later comes after those that were seen, and none comes twice", async () => {
  const going = run("a", 10, { status: "started", ended_at: null });
  const { api, post } = open(going);
  const said = (sequence: number, data: string): RunEvent => ({ ...event(sequence), data });
  const seen: [number, unknown][] = [];
  const following = (async () => {
    for await (const batch of api.streamRun("a")) for (const { sequence, data } of batch) seen.push([sequence, data]);
  })();
  await post(going, event(1, "run.started"), said(2, "tool"));
  await expect
    .poll(() => seen)
    .toEqual([
      [1, undefined],
      [2, "tool"],
    ]);
  await post(run("a", 10), event(1, "run.started"), said(2, "hook"), said(3, "tool"), event(4, "run.completed"));
  await following;
  expect(seen).toEqual([
    [1, undefined],
    [2, "tool"],
    [3, "hook"],
    [4, undefined],
  ]);
});

const ends: [when: string, end: (api: LocalRunsApi, aborted: AbortController) => unknown][] = [
  ["it is aborted", (_, aborted) => aborted.abort()],
  ["the client is closed", (api) => api.close()],
];

test.each(ends)("a stream ends when %s", async (_, end) => {
  const { api } = open(run("a", 10, { status: "started" }));
  const aborted = new AbortController();
  const seen: number[] = [];
  const reading = (async () => {
    for await (const batch of api.streamRun("a", { signal: aborted.signal })) seen.push(...sequencesOf(batch));
  })();
  await expect.poll(() => seen).toEqual([1]);
  end(api, aborted);
  await expect(reading).rejects.toMatchObject({ kind: "aborted" });
});

test("nothing is started, answered, canceled or uploaded", async () => {
  const { api } = open(run("a", 10));
  for (const act of [api.createRun(), api.cancelRun(), api.answerInputRequest(), api.uploadFile()]) {
    await expect(act).rejects.toMatchObject({ kind: "invalid" });
  }
  expect(() => api.createRunStreaming()).toThrow(expect.objectContaining({ kind: "invalid" }));
});

test("a post between two reads of one followed run leaves no event out and repeats none", async () => {
  const { api, post, store } = open();
  const said = (text: string): RunEvent => ({ ...event(0), data: text });
  const before = Array.from({ length: 201 }, (_, n) => said(`${n}`));
  await post(run("a", 10, { status: "started" }), ...before);
  vi.spyOn(store, "events").mockImplementationOnce(async (...asked) => {
    const part = await store.events(...asked);
    // What the trace knows only now has its place before the others.
    await post(run("a", 10), said("first"), ...before, event(0, "run.completed"));
    return part;
  });
  const streamed: RunEvent[] = [];
  for await (const batch of api.streamRun("a")) streamed.push(...batch);
  expect(streamed).toHaveLength(203);
  expect(new Set(streamed.map(({ data }) => data))).toHaveLength(203);
});
