import { afterEach, beforeEach, expect, test } from "vitest";
import { RunsClient } from "#api/client.ts";
import { type Alarm, AlarmDesk, alarmLookSchema } from "#features/alarms/core/alarmDesk.ts";
import { type AlarmRule, alarmRuleSchema } from "#features/alarms/core/alarmRule.ts";
import { StateFolder } from "#storage/stateFolder.ts";
import { temporaryFolder } from "../../../../harness/paths.ts";
import { json, serve, type TestServer } from "../../../api/servers.ts";

const start = Date.parse("2026-12-01T10:00:00Z");
const failed: AlarmRule = { connectionId: "c", name: "Support", occasion: { kind: "failed" } };

let storage: Awaited<ReturnType<typeof temporaryFolder>>;
let app: Awaited<ReturnType<typeof startApp>>;
let now = start;
beforeEach(async () => {
  now = start;
  storage = await temporaryFolder();
  app = await startApp();
});
afterEach(async () => {
  await app.server[Symbol.asyncDispose]();
  await storage.remove();
});

/** 500 runs in two minutes: each takes 20 s, and 31 of them fail. */
const made = Array.from({ length: 500 }, (_, index) => ({
  id: `run-${String(index).padStart(3, "0")}`,
  startsAt: start + index * 240,
  fails: index % 16 === 4,
}));
const failures = made.filter(({ fails }) => fails).map(({ id }) => id);

/** An app whose runs are as the test's time says. */
async function startApp() {
  const gate: { hold?: Promise<void> } = {};
  const runsNow = () =>
    made
      .filter(({ startsAt }) => startsAt <= now)
      .map(({ id, startsAt, fails }) => {
        const endsAt = startsAt + 20_000;
        const started_at = new Date(startsAt).toISOString();
        if (endsAt > now) return { id, status: "started", started_at };
        return { id, status: fails ? "failed" : "completed", started_at, ended_at: new Date(endsAt).toISOString() };
      })
      .reverse();
  const server: TestServer = await serve(async ({ url }, response) => {
    await gate.hold;
    const { pathname, searchParams } = new URL(url, "http://app");
    response.setHeader("date", new Date(now).toUTCString());
    const [, one] = /^\/v1\/runs\/(.+)$/.exec(pathname) ?? [];
    if (one !== undefined) return json(response, 200, { data: runsNow().find(({ id }) => id === one) });
    const statuses = searchParams.getAll("status").flatMap((each) => each.split(","));
    const all = runsNow().filter(({ status }) => statuses.length === 0 || statuses.includes(status));
    const [page, size] = [Number(searchParams.get("page")), Number(searchParams.get("page_size"))];
    const pagination = { page, page_size: size, page_count: Math.ceil(all.length / size), total_count: all.length };
    return json(response, 200, { data: all.slice((page - 1) * size, page * size), pagination });
  });
  return { server, gate };
}

/** A window on the storage folder that all share. */
async function openWindow() {
  const folder = new StateFolder(storage.path);
  const rules = folder.entities("alarms", { what: "alarms", schema: alarmRuleSchema });
  const looks = folder.entities("alarmLooks", { what: "looks of alarms", schema: alarmLookSchema });
  await folder.load();
  const client = new RunsClient({ baseUrl: app.server.url, accessKey: undefined, userAgent: "test" });
  const desk = new AlarmDesk({
    ...{ rules, looks },
    originOf: () => app.server.url,
    api: async () => client,
    now: () => now,
  });
  const closing = new AbortController();
  return {
    rules,
    look: () => desk.look(closing.signal),
    close: async () => {
      closing.abort();
      folder.dispose();
      await client.close();
    },
  };
}

test("500 runs in two minutes are told once over two windows and a reload, within the budget", async () => {
  const one = await openWindow();
  await one.rules.put("rule", failed);
  const two = await openWindow();
  const told: Alarm[] = [];
  const minutes: number[] = [];
  const lookBoth = async (): Promise<void> => {
    const before = app.server.requests.length;
    for (const alarms of await Promise.all([one.look(), two.look()])) told.push(...alarms);
    minutes.push(app.server.requests.length - before);
  };
  await lookBoth();
  now += 60_000;
  await lookBoth();

  // The window that looks is reloaded while the app responds: what it would have told is told by the next look.
  now += 60_000;
  let release = (): void => undefined;
  app.gate.hold = new Promise((resolve) => (release = resolve));
  const third = await openWindow();
  const cut = third.look();
  await expect.poll(() => app.server.requests.length).toBe(minutes.reduce((sum, each) => sum + each) + 1);
  await third.close();
  release();
  expect(await cut).toEqual([]);

  now += 60_000;
  await lookBoth();
  now += 60_000;
  await lookBoth();
  expect(told.map(({ runId }) => runId).toSorted()).toEqual(failures);
  expect(failures).toHaveLength(31);
  // A page of 100 runs is one request: 250 runs are new in a minute, and 84 go on.
  expect(minutes).toEqual([1, 3, 4, 1]);
  await Promise.all([one.close(), two.close()]);
});

test("without rules nothing is asked, and a snoozed rule tells later", async () => {
  const window = await openWindow();
  await window.look();
  expect(app.server.requests).toEqual([]);
  await window.rules.put("rule", { ...failed, snoozedUntil: start + 150_000 });
  await window.look();
  now += 120_000;
  expect(await window.look()).toEqual([]);
  now += 60_000;
  expect((await window.look()).map(({ runId }) => runId).toSorted()).toEqual(failures);
  now += 60_000;
  expect(await window.look()).toEqual([]);
  await window.close();
});
