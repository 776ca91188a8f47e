import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RunsClient } from "#api/client.ts";
import { temporaryFolder } from "../../../../harness/paths.ts";
import { type AlarmWindow, openAlarmWindow } from "../../../../support/alarms/alarmWindows.ts";
import { json, serve, type TestServer } from "../../../api/servers.ts";

const start = Date.parse("2026-12-01T10:00:00Z");
const minute = 60_000;

let storage: Awaited<ReturnType<typeof temporaryFolder>>;
let app: Awaited<ReturnType<typeof startApp>>;
let client: RunsClient;
let now = start;
beforeEach(async () => {
  now = start;
  storage = await temporaryFolder();
  app = await startApp();
  client = new RunsClient({ baseUrl: app.server.url, accessKey: undefined, userAgent: "test" });
});
afterEach(async () => {
  await client.close();
  await app.server[Symbol.asyncDispose]();
  await storage.remove();
});

/** 500 runs in two minutes: each takes 20 s, and 31 of them fail. */
const made = Array.from({ length: 500 }, (_, index) => ({
  id: `run-${String(index).padStart(3, "0")}`,
  startsAt: start + index * 240,
  fails: index % 16 === 4,
}));
const failures = made.filter(({ fails }) => fails).map(({ id }) => `failed ${id}`);

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
function openWindow(): Promise<AlarmWindow> {
  return openAlarmWindow({ path: join(storage.path, "state"), api: async () => client, now: () => now });
}

test("500 runs in two minutes: two windows and a reload show 31 failures once each, within the budget", async () => {
  let one = await openWindow();
  await one.service.add({ connectionId: "c", occasion: { kind: "failed" } });
  const two = await openWindow();
  const requests: number[] = [];
  const lookBoth = async (): Promise<void> => {
    const sent = app.server.requests.length;
    await Promise.all([one.polling.look(), two.polling.look()]);
    requests.push(app.server.requests.length - sent);
  };
  await lookBoth();
  now += minute;
  await lookBoth();

  // The window that looks is reloaded while the app responds, so that the next look finds what this one would have.
  now += minute;
  const sent = app.server.requests.length;
  let release = (): void => undefined;
  app.gate.hold = new Promise((resolve) => (release = resolve));
  const cut = one.polling.look();
  await expect.poll(() => app.server.requests.length).toBe(sent + 1);
  await two.polling.look();
  const shownBefore = one.shown;
  one.close();
  release();
  await cut;
  one = await openWindow();

  now += minute;
  await lookBoth();
  now += minute;
  await lookBoth();
  expect([...shownBefore, ...one.shown, ...two.shown].toSorted()).toEqual(failures);
  expect(failures).toHaveLength(31);
  // A request reads 100 runs: 250 start in a minute, and 84 go on.
  expect(requests).toEqual([1, 3, 4, 1]);
  for (const window of [one, two]) window.close();
});
