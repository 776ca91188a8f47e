import { expect, onTestFinished, test } from "vitest";
import { RunsClient } from "#api/client.ts";
import { AppsRuns } from "#runs/store/appsRuns.ts";
import { RunStore } from "#runs/store/runStore.ts";
import { startApp } from "../../sample/client.ts";

/** Three apps with past runs, each with a client of its own and its own key. */
async function threeApps() {
  const servers = [
    await startApp({ pastRuns: 40 }),
    await startApp({ pastRuns: 40 }),
    await startApp({ pastRuns: 40 }),
  ];
  return servers.map((server, n) => {
    const client = new RunsClient({ baseUrl: server.url, accessKey: server.accessKey });
    onTestFinished(() => client.close());
    return { connectionId: `app ${n}`, server, client, store: new RunStore({ api: async () => client }) };
  });
}

const listReads = (app: { server: { requests: readonly { path: string }[] } }): number =>
  app.server.requests.filter(({ path }) => path.startsWith("/v1/runs")).length;

test("three apps are in one list: each costs a request, and one that is down is named", async () => {
  const apps = await threeApps();
  const all = new AppsRuns(() => apps);
  onTestFinished(() => all.dispose());
  await all.refresh();
  expect(apps.map(listReads)).toEqual([1, 1, 1]);
  const times = all.merged.runs.map(({ run }) => Date.parse(run.started_at ?? ""));
  expect(times).toEqual([...times].sort((a, b) => b - a));
  expect(new Set(all.merged.runs.map(({ connectionId }) => connectionId)).size).toBe(3);
  await apps[1]!.server.close();
  await all.refresh();
  expect(all.failed).toMatchObject([{ connectionId: "app 1", error: { kind: "network" } }]);
  expect(all.merged.heldBy).not.toContain("app 1");
  await all.loadMore();
  expect(all.merged.runs.length).toBeGreaterThan(times.length);
});
