import { describe, expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { type Cause, causeMessage } from "#runs/failures/causes.ts";
import { RunStore } from "#runs/store/runStore.ts";
import type { SavedView } from "#runs/store/savedView.ts";
import type { RunsLayout } from "#workbench/explorer/core/runsLayout.ts";
import { RunsOutline, storeView } from "#workbench/explorer/core/runsOutline.ts";
import { aRun, FakeRuns } from "../../../../support/fakeApi.ts";

const hour = 3_600_000;
const now = new Date(2026, 5, 10, 12).getTime();
const first = "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d";

const run = (id: string, status: string, hoursAgo: number, more: Record<string, unknown> = {}) => ({
  ...aRun(id, status, now - hoursAgo * hour),
  ...more,
});

const idsOf = (runs: readonly Run[]): string => runs.map(({ id }) => id).join(" ");

async function setup(layout: Partial<RunsLayout>, views: SavedView[] = [], pageSize = 10) {
  const server = new FakeRuns();
  server.put(
    run("a", "completed", 1, { user_id: "ann", session_id: first, ended_at: new Date(now).toISOString() }),
    run("b", "failed", 2, { user_id: "bob", ended_at: new Date(now - hour).toISOString() }),
    run("c", "completed", 30, {
      user_id: "ann",
      session_id: first,
      ended_at: new Date(now - 29.5 * hour).toISOString(),
    }),
    run("d", "started", 31, { input: { subject: "The Refund" } }),
  );
  const store = new RunStore({ api: () => Promise.resolve(server.api), pageSize, now: () => now });
  const whole: RunsLayout = { filter: {}, groupBy: "status", sortBy: "newest", ...layout };
  store.show(storeView(whole));
  await store.refresh();
  const outline = () => new RunsOutline(store, whole, views, now);
  const shown = (groups = (of: RunsOutline) => of.groups()) =>
    groups(outline()).map(
      ({ value, count, atLeast, runs }) => `${value} ${count}${atLeast ? "+" : ""}: ${idsOf(runs)}`,
    );
  return { server, store, outline, shown };
}

describe("groups", () => {
  test.each<[what: string, layout: Partial<RunsLayout>, groups: string[]]>([
    ["by status", {}, ["started 1: d", "failed 1: b", "completed 2: a c"]],
    ["by user, those without one too", { groupBy: "user" }, ["ann 2: a c", "bob 1: b", " 1: d"]],
    ["by session: a conversation in the order of time", { groupBy: "session" }, [`${first} 2: c a`, " 2: b d"]],
    ["by the person's local day", { groupBy: "day" }, ["2026-06-10 2: a b", "2026-06-09 2: c d"]],
    ["of an age, without older runs", { filter: { maxAge: 24 * hour } }, ["failed 1: b", "completed 1: a"]],
    [
      "by end, those that have not ended first",
      { sortBy: "ended", groupBy: "day" },
      ["2026-06-10 2: a b", "2026-06-09 2: d c"],
    ],
    [
      "by duration, the longest first, counted until now",
      { sortBy: "duration", groupBy: "day" },
      ["2026-06-10 2: a b", "2026-06-09 2: d c"],
    ],
  ])("%s", async (_what, layout, groups) => expect((await setup(layout)).shown()).toEqual(groups));

  test("by cause of failure, new ones first, with the end of the list of failed runs", async () => {
    const { server, store, outline } = await setup({ groupBy: "cause" }, [], 3);
    const fails = (id: string, message: string, hoursAgo: number) =>
      run(id, "failed", hoursAgo, { error: { message } });
    server.put(fails("e", "No answer in 3 s", 3), fails("f", "No answer in 40 s", 4), fails("g", "No access", 5));
    await store.refresh();
    await store.read(outline().wholeList!.query);
    const titles = (of: RunsOutline) =>
      of.groups().map(({ cause, runs }) => `${cause && causeMessage(cause)}: ${idsOf(runs)}`);
    expect(titles(outline())[0]).toBe("No answer in 3–40 s: e f");
    const isNewCause = (cause: Cause) => cause.runs.some(({ id }) => id === "b");
    const withNew = new RunsOutline(store, { filter: {}, groupBy: "cause", sortBy: "newest" }, [], now, {
      isNewCause,
    });
    expect(titles(withNew)).toEqual([": b", "No answer in 3–40 s: e f"]);
    expect(withNew.wholeList?.hasMore).toBe(true);
    expect(withNew.causes?.map(({ runs }) => runs.length)).toEqual([1, 2]);
  });

  test("begin with waiting runs, whatever they are grouped by, and no filter hides them", async () => {
    const waiting = [
      run("w", "awaiting_input", 50, { user_id: "bob" }),
      run("x", "awaiting_input", 60, { user_id: "ann" }),
    ];
    const shownFirst = async (layout: Partial<RunsLayout>) => {
      const { server, store, outline, shown } = await setup(layout);
      server.put(...waiting);
      await store.refresh();
      return `${outline().groups()[0]?.by} ${shown()[0]}`;
    };
    expect(await shownFirst({})).toBe("status awaiting_input 2: w x");
    for (const filter of [{}, { userId: "bob" }, { statuses: ["failed"] }, { maxAge: 1 }])
      expect(await shownFirst({ groupBy: "day", filter })).toBe("waiting  2: w x");
    const { server, store, outline } = await setup({ filter: { userId: "bob" } });
    server.put(...waiting);
    await store.refresh();
    const groups = outline().groups();
    expect(groups.map(({ isUnfiltered = false }) => isUnfiltered)).toEqual([true, false]);
  });
});

test("a saved view is a group of its own beside the others, counted once it was read", async () => {
  const { store, outline, shown } = await setup({ filter: { userId: "bob" } }, [
    { id: "v", name: "Ann's", filter: { userId: "ann", statuses: ["completed"] } },
  ]);
  const views = (of: RunsOutline) => of.viewIds.flatMap((value) => of.group({ by: "view", value }) ?? []);
  expect(shown(views)).toEqual(["v 0+: "]);
  const query = outline().query({ by: "view", value: "v" });
  if (query) await store.read(query);
  expect(shown(views)).toEqual(["v 2: a c"]);
  expect(shown()).toEqual(["failed 1: b"]);
});
