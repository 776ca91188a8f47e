import { beforeEach, expect, test } from "vitest";
import { ShownNotifications } from "#features/notifications/core/shownNotifications.ts";
import { StartedRuns } from "#runs/create/startedRuns.ts";
import { MemoryDisk } from "../../../../support/state/memoryDisk.ts";
import { type SharedState } from "../../../../support/state/sharedState.ts";
import { openShared } from "../../../../support/state/windows.ts";
import { collectUnexpectedErrors } from "../../../../support/unexpectedErrors.ts";

const app = "https://app.example.com";
let disk: MemoryDisk;
let shared: SharedState;
let shown: ShownNotifications;

/** Another window, or this one after a reload. */
const open = async () => new ShownNotifications((await openShared(disk)).shown);
const reload = async (): Promise<void> => {
  await shared.folder.settled();
  shared = await openShared(disk);
  shown = new ShownNotifications(shared.shown);
};
const fresh = (ids: string[], isRead = true, origin = app) => shown.fresh("c", origin, ids, isRead);

beforeEach(async () => {
  disk = new MemoryDisk();
  shared = await openShared(disk);
  shown = new ShownNotifications(shared.shown);
});

test("input requests that wait when an app is first read count as shown, later ones do not", () => {
  expect(fresh(["a", "b"])).toEqual([]);
  expect(fresh(["a", "b", "c"])).toEqual(["c"]);
});

test("an input request is new until it is shown, and is shown once, by any window, also after a reload", async () => {
  fresh([]);
  expect(fresh(["a"])).toEqual(["a"]);
  expect(fresh(["a", "b"])).toEqual(["a", "b"]);
  await shared.folder.settled();
  await (await open()).claim("c", app, ["a"]);
  await shared.folder.refresh();
  expect(fresh(["a", "b"])).toEqual(["b"]);
  await reload();
  expect(fresh(["a", "b"])).toEqual(["b"]);
});

test("of several windows with the same input request, one shows it", async () => {
  const windows = [shown, await open(), await open()];
  const claim = async (ids: string[]) =>
    (await Promise.all(windows.map((each) => each.claim("c", app, ids)))).flat().sort();
  expect(await claim(["a", "b"])).toEqual(["a", "b"]);
  expect(await claim(["b", "c"])).toEqual(["c"]);
});

test("what can't be noted on the disk is shown once by this window all the same", async () => {
  fresh([]);
  await shared.folder.settled();
  const errors = collectUnexpectedErrors();
  disk.before = (call) => {
    if (call === "write") throw MemoryDisk.failure("ENOSPC");
  };
  expect(await shown.claim("c", app, ["a"])).toEqual(["a"]);
  expect(errors).toHaveLength(1);
  expect(fresh(["a", "b"])).toEqual(["b"]);
});

test("a run that was started here is new before the app was read, and does not make old ones new", async () => {
  expect(fresh(["mine"], false)).toEqual(["mine"]);
  await shown.claim("c", app, ["mine"]);
  expect(fresh(["mine", "old"])).toEqual([]);
});

test("another app behind the same connection, and a removed connection, start anew", async () => {
  fresh(["a"]);
  expect(fresh(["x"], true, "https://other.example.com")).toEqual([]);
  await reload();
  expect(fresh(["a"])).toEqual([]);
  expect(fresh(["b"])).toEqual(["b"]);
  shown.forget("c");
  await reload();
  expect(fresh(["b"])).toEqual([]);
});

test("runs that were started here are known after reloads, and their end is shown once", async () => {
  let state = shared;
  const started = () => new StartedRuns(state.started);
  const next = async () => {
    await state.folder.settled();
    state = await openShared(disk);
  };
  for (const id of ["one", "two"]) started().note("c", id);
  await next();
  expect(["one", "three"].map((id) => started().of("c", id)?.runId)).toEqual(["one", undefined]);
  const there = new StartedRuns((await openShared(disk)).started);
  const isFirst = await Promise.all([started().setEnded("c", "one"), there.setEnded("c", "one")]);
  expect(isFirst.filter(Boolean)).toHaveLength(1);
  await next();
  expect([started().underWay("c"), await started().setEnded("c", "one")]).toEqual([["two"], false]);
});
