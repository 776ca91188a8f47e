import { expect, onTestFinished, test } from "vitest";
import { RunsClient } from "#api/client.ts";
import type { AppOfList } from "#runs/store/apps/appReads.ts";
import { MergedStore } from "#runs/store/apps/mergedStore.ts";
import { appRunOfId } from "#runs/store/apps/runOfApp.ts";
import { RunStore } from "#runs/store/runStore.ts";
import { displayQuery, wholeView } from "#runs/store/storeView.ts";
import { startApp } from "../../../sample/client.ts";

/** Apps with past runs, each with a client of its own and its own key. */
async function appsOf(count: number, pastRuns: number) {
  const servers = await Promise.all(Array.from({ length: count }, () => startApp({ pastRuns })));
  return servers.map((server, n) => {
    const client = new RunsClient({ baseUrl: server.url, accessKey: server.accessKey });
    onTestFinished(() => client.close());
    return { connectionId: `app ${n}`, server, client, store: new RunStore({ api: async () => client }) };
  });
}

function mergedOf(apps: readonly AppOfList[]): MergedStore {
  const store = new MergedStore();
  onTestFinished(() => store.dispose());
  store.setApps(apps);
  return store;
}

const all = displayQuery(wholeView);

test("three apps are in one list, and one that is down is named", async () => {
  const apps = await appsOf(3, 40);
  const store = mergedOf(apps);
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

test("the rows of twenty apps are there after one request to each", async () => {
  const apps = await appsOf(20, 40);
  let [open, most] = [0, 0];
  for (const { client } of apps) {
    const listRuns = client.listRuns.bind(client);
    client.listRuns = async (...args) => {
      most = Math.max(most, ++open);
      return listRuns(...args).finally(() => open--);
    };
  }
  const store = mergedOf(apps);
  await store.begin();
  await expect.poll(() => store.state.apps).toEqual([]);
  expect(new Set(store.runs().map(({ id }) => appRunOfId(id)?.connectionId)).size).toBe(20);
  expect(apps.map(({ server }) => server.requests.filter(({ path }) => path.startsWith("/v1/runs")).length)).toEqual(
    apps.map(() => 1),
  );
  expect(most).toBe(4);
});
