import { expect, onTestFinished, test } from "vitest";
import { RunsClient } from "#api/client.ts";
import { MergedStore } from "#runs/store/apps/mergedStore.ts";
import { appRunOfId } from "#runs/store/apps/runOfApp.ts";
import { RunStore } from "#runs/store/runStore.ts";
import { displayQuery, wholeView } from "#runs/store/storeView.ts";
import { startApp } from "../../../sample/client.ts";

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

const all = displayQuery(wholeView);

test("three apps are in one list, and one that is down is named", async () => {
  const apps = await threeApps();
  const store = new MergedStore();
  onTestFinished(() => store.dispose());
  store.setApps(apps);
  await store.refresh();
  const sent = apps.map(({ server }) => server.requests.filter(({ path }) => path.startsWith("/v1/runs")).length);
  expect(apps.map((app) => app.store.requests)).toEqual(sent);
  const { runs } = store.list(all);
  const times = runs.map(({ started_at: started }) => Date.parse(started ?? ""));
  expect(times).toEqual([...times].sort((a, b) => b - a));
  expect(new Set(runs.map(({ id }) => appRunOfId(id)?.connectionId)).size).toBe(3);
  await apps[1]!.server.close();
  await store.refresh();
  expect(store.state.apps).toMatchObject([{ connectionId: "app 1", state: { error: { kind: "network" } } }]);
  await store.loadMore(all);
  expect(store.list(all).runs.length).toBeGreaterThan(runs.length);
});
