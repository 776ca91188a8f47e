import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { type AppList, mergeLists } from "#runs/store/apps/mergeLists.ts";
import type { RunList } from "#runs/store/runList.ts";
import type { RunOrder, RunQuery } from "#runs/store/runQuery.ts";
import { aRun, failure } from "../../../../support/fakeApi.ts";

const queryIn = (order: RunOrder): RunQuery => ({ statuses: [], order });

/** An app's list of runs that started at these times, in the order of the list. */
function app(connectionId: string, times: readonly number[], more: Partial<RunList> & { hasFailed?: boolean } = {}) {
  const runs = times.map((time, place): Run => aRun(`${connectionId}${place}`, "completed", time));
  const { hasFailed = false, hasMore = false, ...rest } = more;
  const list = { key: "", query: queryIn("newest"), runs, count: runs.length + (hasMore ? 1 : 0), hasMore };
  return { connectionId, list: { ...list, isRead: true, loading: false, ...rest }, hasFailed };
}

const merge = (...apps: AppList[]) => mergeLists(queryIn("newest"), apps);
const shown = (...apps: AppList[]): string => {
  const { runs } = merge(...apps).list;
  return runs.map(({ id }) => id).join(" ");
};

test("runs of several apps are in one list, and each says whose it is", () => {
  expect(shown(app("a", [90, 50]), app("b", [70, 10]), app("c", [60]))).toBe("a0@a b0@b c0@c a1@a b1@b");
});

test("the order of the list counts", () => {
  const oldest = mergeLists(queryIn("oldest"), [app("a", [50, 90], { hasMore: true }), app("b", [10, 95])]);
  expect(oldest.list.runs.map(({ id }) => id)).toEqual(["b0@b", "a0@a", "a1@a"]);
});

test("a run is shown when every app that may have one before it was read that far", () => {
  const apps = [
    app("a", [90, 50], { hasMore: true }),
    app("b", [70, 60, 40, 10]),
    app("c", [80, 65], { hasMore: true }),
  ];
  expect(shown(...apps)).toBe("a0@a c0@c b0@b c1@c");
  expect(merge(...apps).heldBy).toEqual(["c", "a"]);
  expect(merge(...apps).list).toMatchObject({ count: 10, hasMore: true, isRead: true });
});

test("an app that isn't read yet holds back nothing, and the list isn't whole", () => {
  const unread = app("b", [], { isRead: false });
  expect(shown(app("a", [90]), unread)).toBe("a0@a");
  expect(merge(app("a", [90]), unread).list.isRead).toBe(false);
});

test("a list of ended runs that wasn't read goes as far as the app's newest runs, and a run that waits is shown", () => {
  const newest = app("b", [95, 60], { hasMore: true }).list;
  const apps = [app("a", [90, 50]), { ...app("b", [95], { isRead: false }), newest }];
  const ended = mergeLists({ statuses: ["completed"], order: "newest" }, apps).list;
  expect(ended.runs.map(({ id }) => id)).toEqual(["b0@b", "a0@a"]);
  expect(ended).toMatchObject({ hasMore: true, isRead: false, isReadInPart: true });
  const asking = mergeLists({ statuses: ["awaiting_input"], order: "newest" }, apps).list;
  expect(asking.runs.map(({ id }) => id)).toEqual(["b0@b", "a0@a", "a1@a"]);
  expect(asking).toMatchObject({ hasMore: false, isReadInPart: true });
  expect(merge(app("a", [], { isRead: false })).list.isReadInPart).toBe(false);
});

test("an app that fails holds back nothing, keeps its runs, and is no failure of the list", () => {
  expect(shown(app("a", [90, 50]), app("b", [70], { hasMore: true, hasFailed: true }))).toBe("a0@a b0@b a1@a");
  const { list } = merge(app("a", [90]), app("b", [], { isRead: false, hasFailed: true, error: failure() }));
  expect(list).toMatchObject({ isRead: true, hasMore: false, error: undefined });
});

test("an app whose next page can't be read doesn't stop the others", () => {
  const stuck = app("b", [70], { hasMore: true, error: failure(), errorAt: 5 });
  const { list, heldBy } = merge(app("a", [90, 50]), stuck);
  expect(list.runs).toHaveLength(3);
  expect(list).toMatchObject({ hasMore: true, errorAt: 5, error: { kind: "network" } });
  expect(heldBy).toEqual([]);
});

test("runs of one time are in the order of their apps, and wait for those that come before them", () => {
  expect(shown(app("a", [50, 50]), app("b", [50]))).toBe("a0@a a1@a b0@b");
  expect(shown(app("a", [50], { hasMore: true }), app("b", [50]))).toBe("a0@a");
  expect(shown(app("a", [50]), app("b", [50], { hasMore: true }))).toBe("a0@a b0@b");
});

test("runs of one id are two if two apps have them", () => {
  const [a, b] = [app("a", [50]), app("b", [50])];
  const same = (each: typeof a) => ({ ...each, list: { ...each.list, runs: [aRun("r", "failed", 50)] } });
  expect(shown(same(a), same(b))).toBe("r@a r@b");
});
