import { expect, test } from "vitest";
import { RunsClient } from "#api/client.ts";
import type { RunMode, RunsApi } from "#api/contract.ts";
import { type Clock, systemClock } from "#api/http/clock.ts";
import { isTerminalType } from "#model/eventTypes.ts";
import { knownStatuses } from "#model/status.ts";
import { StorePoller } from "#runs/store/polling/storePoller.ts";
import { RunsSession } from "#runs/store/runsSession.ts";
import type { RunStore } from "#runs/store/runStore.ts";
import { openGate } from "../../../../harness/tcpGate.ts";
import { newCreator } from "../../../../support/newCreator.ts";
import { startSampleApp } from "../../../../support/sample/testApp.ts";

/** A clock on which a minute is a second, for the client and the poller. */
const fast: Clock = { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms / 60, signal) };
const plain = { ticket_subject: "Charged twice", ticket_body: "Please help." };
const approval = { ticket_subject: "Refund request", ticket_body: "Please refund.", amount: 620, currency: "USD" };

/** How many runs of each status the app has, as it says itself. */
async function countsOf(direct: RunsApi): Promise<Record<string, number>> {
  const counts = knownStatuses.map(async (status) => {
    const { pagination } = await direct.listRuns({ status, page: 1, page_size: 1 });
    return [status, pagination.total_count] as const;
  });
  return Object.fromEntries((await Promise.all(counts)).filter(([, count]) => count > 0));
}

function shownCounts(store: RunStore): Record<string, number> {
  return Object.fromEntries(store.statusLists.map(({ query, count }) => [query.statuses[0], count]));
}

async function approve(direct: RunsApi, runId: string): Promise<void> {
  const [request] = (await direct.getRun(runId)).input_requests ?? [];
  await direct.answerInputRequest(runId, { type: "approval", request_id: request?.id ?? "", approved: true });
}

test("our runs reach their ends, and others' runs appear, although the app was down for a while", async () => {
  const app = await startSampleApp({ pastRuns: 0, speed: 2 });
  await using gate = await openGate(app.url);
  const settings = { accessKey: app.accessKey, clock: fast };
  const [client, direct] = [
    new RunsClient({ ...settings, baseUrl: gate.url }),
    new RunsClient({ ...settings, baseUrl: app.url }),
  ];
  const session = new RunsSession("app", () => Promise.resolve(client), { pageSize: 10 });
  const { store, watcher } = session;
  const creator = await newCreator();
  const poller = new StorePoller({ store: () => store, clock: fast });
  const subscription = store.onDidChange((change) => poller.note(change));
  try {
    await store.refresh();
    poller.setOn(true);
    const create = async (input: unknown, mode: RunMode) => {
      const { runId } = await creator.create(session, { request: { input }, files: [], mode, name: "A run" });
      return watcher.watch(runId);
    };
    const asked = await create(approval, "background");
    const askedLonger = await create(approval, "stream");
    await expect.poll(() => store.count("awaiting_input")).toBe(2);
    const working = await create(plain, "stream");
    await expect.poll(() => working.log.count).toBeGreaterThan(2);
    await expect.poll(() => store.get(working.runId)?.status).toBe("started");

    await gate.cut();
    const elsewhere: string[] = [];
    await approve(direct, asked.runId);
    for (let left = 30; left > 0; left--)
      elsewhere.push((await direct.createRun({ input: { events: left } }, { mode: "wait" })).id);
    for (const { runId } of [asked, working])
      await expect.poll(async () => (await direct.getRun(runId)).status).toBe("completed");
    await expect.poll(() => store.state).toMatchObject({ kind: "failed", error: { kind: "network" } });
    expect(store.count("completed")).toBe(0);
    await gate.mend();

    const watches = [asked, working, askedLonger];
    const statuses = () => watches.map(({ runId }) => store.get(runId)?.status);
    await expect.poll(statuses).toEqual(["completed", "completed", "awaiting_input"]);
    await approve(direct, askedLonger.runId);
    await expect.poll(() => watches.map(({ state }) => state.kind)).toEqual(["ended", "ended", "ended"]);
    expect(statuses()).toEqual(["completed", "completed", "completed"]);
    for (const { log, runId } of watches) {
      const stored = await direct.listEvents(runId, { page: 1, page_size: 200 });
      expect([...log].map(({ sequence }) => sequence)).toEqual(stored.data.map(({ sequence }) => sequence));
      expect(stored.pagination.total_count).toBe(log.count);
      expect(isTerminalType([...log].at(-1)?.type ?? "")).toBe(true);
    }

    await expect.poll(() => store.state.kind).toBe("ready");
    await expect.poll(() => shownCounts(store)).toEqual(await countsOf(direct));
    for (const id of elsewhere) expect(store.get(id)?.status).toBe("completed");
  } finally {
    subscription.dispose();
    poller.dispose();
    session.dispose();
    await Promise.all([client.close(), direct.close(), app.close()]);
  }
});
