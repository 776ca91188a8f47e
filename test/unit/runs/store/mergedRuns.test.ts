import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { type AppList, mergeRuns } from "#runs/store/mergedRuns.ts";
import { aRun } from "../../../support/fakeApi.ts";

interface Read {
  hasMore?: boolean;
  hasFailed?: boolean;
  isRead?: boolean;
}

/** An app's list of runs that started at these times, newest first. */
function app(connectionId: string, times: readonly number[], read: Read = {}): AppList {
  const runs = times.map((time, place): Run => aRun(`${connectionId}${place}`, "completed", time));
  const { hasMore = false, hasFailed = false, isRead = true } = read;
  const query = { statuses: [], order: "newest" as const };
  const count = runs.length + (hasMore ? 1 : 0);
  return { connectionId, list: { key: "", query, runs, count, hasMore, isRead, loading: false }, hasFailed };
}

const shown = (...apps: AppList[]): string =>
  mergeRuns(apps)
    .runs.map(({ run }) => run.id)
    .join(" ");

test("runs of several apps are in one list, newest first", () => {
  expect(shown(app("a", [90, 50]), app("b", [70, 10]), app("c", [60]))).toBe("a0 b0 c0 a1 b1");
});

test("a run is shown when every app that may have a newer one was read that far", () => {
  const apps = [
    app("a", [90, 50], { hasMore: true }),
    app("b", [70, 60, 40, 10]),
    app("c", [80, 65], { hasMore: true }),
  ];
  expect(shown(...apps)).toBe("a0 c0 b0 c1");
  expect(mergeRuns(apps).heldBy).toEqual(["c", "a"]);
});

test("an app that wasn't read yet may have the newest run of all", () => {
  expect(shown(app("a", [90]), app("b", [], { isRead: false }))).toBe("");
});

test("an app that failed holds back nothing and keeps its runs", () => {
  expect(shown(app("a", [90, 50]), app("b", [], { isRead: false, hasFailed: true }))).toBe("a0 a1");
  expect(shown(app("a", [90, 50]), app("b", [70], { hasMore: true, hasFailed: true }))).toBe("a0 b0 a1");
});

test("runs of one time are in the order of their apps, and wait for those that come before them", () => {
  expect(shown(app("a", [50, 50]), app("b", [50]))).toBe("a0 a1 b0");
  expect(shown(app("a", [50], { hasMore: true }), app("b", [50]))).toBe("a0");
  expect(shown(app("a", [50]), app("b", [50], { hasMore: true }))).toBe("a0 b0");
});
