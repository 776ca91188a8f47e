import { beforeEach, expect, onTestFinished, test } from "vitest";
import type { RunsApi } from "#api/contract.ts";
import { ApiError } from "#api/errors.ts";
import type { Run } from "#api/schemas.ts";
import { type AlarmRule, occasionOf } from "#features/alarms/core/alarmRule.ts";
import { type AlarmWindow, openAlarmWindow } from "../../../../support/alarms/alarmWindows.ts";
import { failure, fakeApi, FakeRuns } from "../../../../support/fakeApi.ts";
import { MemoryDisk } from "../../../../support/state/memoryDisk.ts";
import { storageFolder } from "../../../../support/state/windows.ts";
import { collectUnexpectedErrors } from "../../../../support/unexpectedErrors.ts";

const minute = 60_000;
const start = Date.parse("2026-12-01T10:00:00Z");
const closing = new AbortController().signal;

let disk: MemoryDisk;
let app: FakeRuns;
let api: RunsApi;
let now: number;
beforeEach(() => {
  disk = new MemoryDisk();
  app = new FakeRuns();
  now = start;
  api = fakeApi({
    listRuns: (...call) => app.api.listRuns(...call),
    getRun: async (id) => {
      const run = app.runs.get(id);
      if (!run) throw new ApiError({ kind: "not-found", message: "There is no such run.", status: 404 });
      return run;
    },
  });
});

type Place = Partial<Parameters<typeof openAlarmWindow>[0]>;

async function open(place: Place = {}): Promise<AlarmWindow> {
  const window = await openAlarmWindow({
    path: storageFolder,
    fs: disk.process(),
    api: async () => api,
    now: () => now,
    ...place,
  });
  onTestFinished(() => window.close());
  return window;
}

const ruleOn = (occasion: string, more: Partial<AlarmRule> = {}): AlarmRule => ({
  connectionId: "c",
  occasion: occasionOf(occasion)!,
  ...more,
});
const put = (id: string, status: string, more: Partial<Run> = {}): void =>
  app.put({ id, status, started_at: new Date(now).toISOString(), ...more });

/** A window with an alarm, which has looked once, a minute ago. */
async function openWith(rule: AlarmRule, place?: Place): Promise<AlarmWindow> {
  const window = await open(place);
  await window.service.add(rule);
  await window.polling.look();
  now += minute;
  return window;
}

test("of two windows that look at the same time, one shows what was found, once", async () => {
  const one = await openWith(ruleOn("failed"));
  const two = await open();
  put("a", "failed");
  await Promise.all([one.polling.look(), two.polling.look()]);
  now += minute;
  await Promise.all([one.polling.look(), two.polling.look()]);
  expect([...one.shown, ...two.shown]).toEqual(["failed a"]);
});

test("an alarm on several connections is about each of them, also about one that is added", async () => {
  const apps = Object.fromEntries(["a", "b", "c"].map((id) => [id, new FakeRuns()]));
  const connectionIds = ["a", "b"];
  const window = await open({ api: async (id) => apps[id]!.api, connectionIds });
  const all = await window.service.add(ruleOn("failed", { connectionId: "several", several: "all" }));
  const fail = (id: string): void =>
    apps[id]?.put({ id: `of ${id}`, status: "failed", started_at: new Date(now).toISOString() });
  const look = async (): Promise<string[]> => {
    await window.polling.look();
    now += minute;
    return window.shown.splice(0).sort();
  };
  expect(await look()).toEqual([]);
  for (const id of ["a", "b", "c"]) fail(id);
  expect(await look()).toEqual(["failed of a", "failed of b"]);
  connectionIds.push("c");
  expect(await look()).toEqual([]);
  apps["c"]!.put({ id: "later", status: "failed", started_at: new Date(now).toISOString() });
  expect(await look()).toEqual(["failed later"]);
  await window.service.delete(all);
  await window.service.add(ruleOn("failed", { connectionId: "several", several: ["a", "gone"] }));
  const asked = apps["b"]!.queries.length;
  expect(await look()).toEqual([]);
  apps["a"]!.put({ id: "again", status: "failed", started_at: new Date(now).toISOString() });
  expect(await look()).toEqual(["failed again"]);
  expect(apps["b"]!.queries).toHaveLength(asked);
});

test.each(["before VS Code has the notification", "before it claims what it found"])(
  "a window that is killed %s loses nothing",
  async (moment) => {
    const fs = disk.process();
    const isClaimed = moment.startsWith("before VS Code");
    let killed = (): void => undefined;
    const isKilled = new Promise<void>((resolve) => (killed = resolve));
    const kill = async (): Promise<void> => {
      fs.kill();
      killed();
    };
    const one = await openWith(ruleOn("failed"), { fs, ...(isClaimed ? { onShow: kill } : { wait: kill }) });
    one.isFocused = isClaimed;
    put("a", "failed");
    void one.polling.look();
    await isKilled;
    const two = await open();
    // The first window may still be showing it.
    if (isClaimed) await two.polling.look();
    expect(two.shown).toEqual([]);
    now += minute;
    await two.polling.look();
    now += minute;
    await two.polling.look();
    expect(two.shown).toEqual(["failed a"]);
  },
);

test("what a window in the background finds is shown by the focused one", async () => {
  const front = await openWith(ruleOn("failed"), { wait: () => new Promise(() => undefined) });
  front.polling.start();
  const back = await open({
    wait: async () => {
      await front.refresh();
      await expect.poll(() => front.shown).toEqual(["failed a"]);
    },
  });
  await expect.poll(() => app.queries.length).toBe(2);
  now += minute;
  back.isFocused = false;
  put("a", "failed");
  await back.polling.look();
  expect(back.shown).toEqual([]);
});

test("an alarm that is made while another window looks misses nothing", async () => {
  const one = await openWith(ruleOn("waiting:10m"));
  const two = await open();
  put("a", "failed");
  app.before = async () => void (await two.service.add(ruleOn("failed")));
  await one.polling.look();
  expect(one.shown).toEqual(["failed a"]);
});

test("an app that can't be read is logged once, and read from the same mark when it responds again", async () => {
  const errors = collectUnexpectedErrors();
  const window = await openWith(ruleOn("failed"));
  app.before = () => {
    throw failure();
  };
  put("a", "failed");
  for (let looks = 0; looks < 3; looks++) {
    await window.polling.look();
    now += minute;
  }
  expect(errors).toHaveLength(1);
  expect(window.service.problemOf(ruleOn("failed"))).toEqual({ connectionId: "c", problem: "A network error." });
  expect(window.shown).toEqual([]);
  app.before = () => undefined;
  await window.polling.look();
  expect(window.service.problemOf(ruleOn("failed"))).toBeUndefined();
  expect(window.shown).toEqual(["failed a"]);
});

test("a full disk is logged once, and what was found then is shown later", async () => {
  const errors = collectUnexpectedErrors();
  const window = await openWith(ruleOn("failed"));
  disk.before = (call) => {
    if (call === "write") throw MemoryDisk.failure("ENOSPC");
  };
  put("a", "failed");
  for (let looks = 0; looks < 3; looks++) {
    await window.polling.look();
    now += minute;
  }
  expect(errors).toHaveLength(1);
  disk.before = () => undefined;
  await window.polling.look();
  expect(window.shown).toEqual(["failed a"]);
});

test("a snoozed alarm shows later what it has found, without what was answered meanwhile", async () => {
  const window = await openWith(ruleOn("waiting:1m"));
  put("answered", "awaiting_input");
  put("waiting", "awaiting_input");
  await window.polling.look();
  const [[id] = [""]] = window.service.rules;
  await window.service.snooze(id, now + 3 * minute);
  for (let looks = 0; looks < 2; looks++) {
    now += minute;
    await window.polling.look();
  }
  expect(window.shown).toEqual([]);
  put("answered", "completed");
  now += minute;
  await window.polling.look();
  now += minute;
  await window.polling.look();
  expect(window.shown).toEqual(["waiting waiting"]);
});

test("the same alarm is there once, and a new one begins after the last was deleted", async () => {
  const window = await openWith(ruleOn("failed"));
  const [[id] = [""]] = window.service.rules;
  expect(await window.service.add(ruleOn("failed"))).toBe(id);
  await window.service.delete(id);
  put("while there was none", "failed", { ended_at: new Date(now).toISOString() });
  now += minute;
  await window.service.add(ruleOn("failed"));
  await window.polling.look();
  now += minute;
  await window.polling.look();
  expect(window.shown).toEqual([]);
});

test("without alarms no app is asked", async () => {
  const window = await open();
  await window.polling.look();
  expect(app.queries).toEqual([]);
});

test("hundreds of runs are remembered by their number, and more runs than a look reads are said to be unchecked", async () => {
  const window = await openWith(ruleOn("failed"));
  let pages = 0;
  // An app that never comes to an end.
  const listRuns: RunsApi["listRuns"] = async ({ page = 1 } = {}) => {
    pages = Math.max(pages, page);
    const started_at = new Date(now - page).toISOString();
    const data = Array.from({ length: 100 }, (_, at) => ({ id: `${page}-${at}`, status: "failed", started_at }));
    return { data, pagination: { page, page_size: 100, page_count: 1_000_000, total_count: 100_000_000 } };
  };
  api = fakeApi({ listRuns });
  await window.service.look(closing);
  const [claim] = await window.service.claim();
  expect(pages).toBe(100);
  expect(claim).toMatchObject({ isCut: true, alarms: [{ more: 9_800 }] });
  expect(claim?.alarms[0]?.runs).toHaveLength(200);
  await window.service.settle([claim!]);
  now += minute;
  expect(await window.service.claim()).toEqual([]);
});
