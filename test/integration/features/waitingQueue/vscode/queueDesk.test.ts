import { afterEach, expect, test } from "vitest";
import { RunsClient } from "#api/client.ts";
import type { Run } from "#api/schemas.ts";
import type { QueueRow } from "#features/waitingQueue/core/queueRows.ts";
import { QueueDesk } from "#features/waitingQueue/vscode/queueDesk.ts";
import { queueView } from "#features/waitingQueue/vscode/queueView.ts";
import { fullAttention } from "#runs/live/attention.ts";
import { RunsSession, RunsSessions } from "#runs/store/runsSession.ts";
import { Cover } from "#runs/values/cover.ts";
import { WatchedRuns } from "#workbench/connections/vscode/watchedRuns.ts";
import { ClientPool } from "#workbench/core/connections/clientPool.ts";
import { AnswerService } from "#workbench/inputRequests/core/answerService.ts";
import { type LossyProxy, openLossyProxy } from "../../../../support/network/lossyProxy.ts";
import type { SampleApp } from "../../../../support/sample/testApp.ts";
import { ExtensionState } from "../../../../support/state/extensionState.ts";
import { secretsOf } from "../../../../support/state/fakeStorage.ts";
import { MemoryDisk } from "../../../../support/state/memoryDisk.ts";
import { connectionsOf, openShared } from "../../../../support/state/windows.ts";
import { collectUnexpectedErrors } from "../../../../support/unexpectedErrors.ts";
import { createInBackground, eventually, get, post, readRun, startApp } from "../../../sample/client.ts";

const names = ["Support Triage", "Billing Assistant", "Onboarding Guide"];
const ends: (() => PromiseLike<void> | void)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

/** Three apps, each behind a proxy: seven, seven and six approvals, and three questions in the last one. */
async function startApps(): Promise<{ apps: SampleApp[]; proxies: LossyProxy[] }> {
  const apps = await Promise.all(names.map(() => startApp()));
  const proxies = await Promise.all(apps.map(({ url }) => openLossyProxy(url)));
  for (const proxy of proxies) ends.push(() => proxy[Symbol.asyncDispose]());
  for (const [place, app] of apps.entries()) {
    const approvals = Array.from({ length: place === 2 ? 6 : 7 }, (_, n) => ({
      ticket_subject: "Charged twice",
      ticket_body: "I ordered once.",
      amount: 600 + n,
    }));
    const questions = Array.from({ length: place === 2 ? 3 : 0 }, () => ({
      ticket_subject: "What is going on?",
      ask: "feedback",
    }));
    const asking = [...approvals, ...questions].map(async (input) => {
      const { id } = await createInBackground(app, input);
      await eventually(async () => (await readRun(await get(app, `/v1/runs/${id}`))).status).toBe("awaiting_input");
    });
    await Promise.all(asking);
  }
  return { apps, proxies };
}

/** What the windows of a person share. */
const newMachine = () => ({ disk: new MemoryDisk(), state: new ExtensionState(), secrets: secretsOf(new Map()) });

/** A window with the queue. */
async function openWindow(
  machine: ReturnType<typeof newMachine>,
  places: readonly { url: string; accessKey: string }[],
) {
  const { disk, state, secrets } = machine;
  // A window that closes leaves reads behind.
  collectUnexpectedErrors();
  const shared = await openShared(disk);
  const connections = connectionsOf(shared, state.open(), secrets);
  const isFirst = connections.list.length === 0;
  for (const [n, { url: baseUrl, accessKey }] of places.entries()) {
    if (isFirst) await connections.add({ name: names[n]!, baseUrl, accessKey });
  }
  for (const { id, name } of connections.list)
    await connections.mark(id, { watched: true, production: name === names[1] ? "ask" : undefined });
  const keys = new Map(places.map(({ url, accessKey }) => [url, accessKey]));
  const clients = new ClientPool(
    connections,
    async (baseUrl) => new RunsClient({ baseUrl, accessKey: keys.get(baseUrl) }),
  );
  const sessions = new RunsSessions((id) => new RunsSession(id, () => clients.get(id)));
  const watched = new WatchedRuns(connections, sessions);
  const answers = new AnswerService({
    api: (id) => clients.get(id),
    onRun: () => undefined,
    storage: shared,
    // The review is the question: no other is asked.
    confirm: () => Promise.reject(new Error("A review asks once.")),
    compareDelays: [],
  });
  const desk = new QueueDesk({
    watched,
    answers,
    cover: async () => new Cover().keysAlone,
    onGiven: () => undefined,
    attention: fullAttention,
  });
  ends.push(() => {
    for (const part of [desk, answers, watched, sessions, clients, connections]) part.dispose();
  });
  await desk.refresh();
  return { desk, answers, connections, watched };
}

const placesOf = (apps: SampleApp[], proxies: LossyProxy[]) =>
  proxies.map(({ url }, n) => ({ url, accessKey: apps[n]!.accessKey }));

/** The first three approvals of each app, in the order of their names. */
function nineOf(desk: QueueDesk): QueueRow[] {
  return names.flatMap((name) => {
    const id = desk.apps.find(({ connection }) => connection.name === name)?.connection.id;
    return desk.rows.all.filter(({ kind, connectionId }) => kind.isBulk && connectionId === id).slice(0, 3);
  });
}

const head = { name: "Approvals", isTool: false, columns: [] };

const outcomesOf = (desk: QueueDesk): Record<string, number> => {
  const rows = queueView(desk).work?.parts.flatMap((part) => part.rows) ?? [];
  return Object.fromEntries(
    [...Map.groupBy(rows, ({ outcome }) => outcome?.kind ?? "none")].map(([kind, all]) => [kind, all.length]),
  );
};

/** How many answers each run has received, of those with any. */
const received = (apps: readonly SampleApp[]): number[] =>
  [
    ...Map.groupBy(
      apps.flatMap(({ answers }) => answers),
      ({ run_id: id }) => id,
    ).values(),
  ].map(({ length }) => length);

test("23 questions of three apps, nine approved at once while two are answered elsewhere and one request fails", async () => {
  const { apps, proxies } = await startApps();
  const { desk, answers } = await openWindow(newMachine(), placesOf(apps, proxies));
  const view = queueView(desk);
  expect(Object.fromEntries(view.apps.map(({ name, waiting }) => [name, waiting]))).toEqual({
    "Support Triage": 7,
    "Billing Assistant": 7,
    "Onboarding Guide": 9,
  });
  expect(view.groups.map(({ isBulk, rows }) => [isBulk, rows.length])).toEqual([
    [true, 20],
    [false, 3],
  ]);
  expect(view.groups[0]!.columns.map(({ name }) => name)).toEqual(["amount"]);
  const nine = nineOf(desk);
  answers.setDraft(nine[0]!.ref, { params: { amount: "480" } });
  desk.bulk.review("approve", nine, head);
  desk.bulk.setReason("Checked against the ledger.");
  const review = queueView(desk).work!;
  // Production comes first, and is named.
  expect(review.parts.map(({ app, isProduction, rows }) => [app, isProduction, rows.length])).toEqual([
    [names[1], true, 3],
    [names[0], false, 3],
    [names[2], false, 3],
  ]);
  const edited = review.parts[1]!.rows[0]!;
  const [proposed] = nine[0]!.run.input_requests!;
  expect(edited.sent).toEqual([
    { name: "approved", text: "true" },
    { name: "amount", text: "480", was: String((proposed!.params as { amount: number }).amount) },
    { name: "feedback", text: "Checked against the ledger." },
  ]);
  // Two are answered elsewhere while the review is read, and one request is lost on its way.
  const elsewhere = [nine[1]!, nine[6]!];
  for (const [n, { run, request }] of elsewhere.entries()) {
    const data = { request_id: request.id, approved: false };
    await post(apps[n === 0 ? 0 : 2]!, `/v1/runs/${run.id}/input`, { type: "approval", data });
  }
  const fates = ["before" as const];
  proxies[1]!.writes = () => fates.shift() ?? "pass";
  const sending: number[] = [];
  desk.onDidChange(() => sending.push(outcomesOf(desk)["sending"] ?? 0));
  await desk.bulk.send(review.version);
  expect(Math.max(...sending)).toBe(4);
  expect(outcomesOf(desk)).toEqual({ sent: 6, late: 2, failed: 1 });
  // How somebody else has answered is said.
  const late = queueView(desk).work!.parts.flatMap(({ rows }) =>
    rows.filter(({ outcome }) => outcome?.kind === "late"),
  );
  expect(late.map(({ outcome }) => outcome?.text)).toEqual(Array(2).fill(expect.stringContaining("rejected this at ")));
  expect(received(apps)).toEqual(Array(8).fill(1));
  // What was sent is what was shown.
  const sent = apps[0]!.answers.find(({ run_id: id }) => id === nine[0]!.run.id);
  expect({ type: sent?.type, data: sent?.data }).toEqual(JSON.parse(edited.json));
  // The row of each answer stays, until the person clears the list.
  expect(desk.rows.all).toHaveLength(23);
  // The failed one is a draft, and is sent once more after another review.
  const failed = desk.bulk.work!.rows.find((row) => desk.bulk.outcome(row).kind === "failed")!;
  expect(answers.draft(failed)).toMatchObject({ reason: "Checked against the ledger." });
  desk.bulk.tryAgain(failed.id);
  const again = queueView(desk).work!;
  expect(again.parts.flatMap(({ rows }) => rows)).toHaveLength(1);
  await desk.bulk.send(again.version);
  expect(outcomesOf(desk)).toEqual({ sent: 1 });
  expect(received(apps)).toEqual(Array(9).fill(1));
  desk.clear();
  expect(desk.rows.all).toHaveLength(14);
});

test("a reload in the middle sends nothing twice", async () => {
  const { apps, proxies } = await startApps();
  const machine = newMachine();
  const before = await openWindow(machine, placesOf(apps, proxies));
  // The apps get the first answers, and the window that sent them never hears of it.
  for (const proxy of proxies) proxy.writes = "hold";
  before.desk.bulk.review("reject", nineOf(before.desk), head);
  before.desk.bulk.setReason("Not ours.");
  const { version } = queueView(before.desk).work!;
  void before.desk.bulk.send(version);
  await eventually(() => received(apps).length).toBe(4);
  const kept = structuredClone(before.desk.bulk.work!);
  const after = await openWindow(machine, placesOf(apps, proxies));
  for (const proxy of proxies) proxy.writes = "pass";
  after.desk.bulk.restore(kept);
  // Four have arrived, as their runs say. The others are drafts.
  await eventually(() => outcomesOf(after.desk)).toEqual({ sent: 4, failed: 5 });
  expect(received(apps)).toEqual(Array(4).fill(1));
  after.desk.bulk.tryAgain();
  const review = queueView(after.desk).work!;
  expect(review.parts.flatMap(({ rows }) => rows.map(({ sent }) => sent.at(-1)?.text))).toEqual(
    Array(5).fill("Not ours."),
  );
  await after.desk.bulk.send(review.version);
  expect(outcomesOf(after.desk)).toEqual({ sent: 5 });
  expect(received(apps)).toEqual(Array(9).fill(1));
});

test("what has changed since the look isn't sent", async () => {
  const { apps, proxies } = await startApps();
  const { desk, answers } = await openWindow(newMachine(), placesOf(apps, proxies));
  const nine = nineOf(desk);
  desk.bulk.review("approve", nine, head);
  const { version } = queueView(desk).work!;
  answers.setDraft(nine[4]!.ref, { params: { amount: "12" } });
  await desk.bulk.send(version);
  expect(queueView(desk).work).toMatchObject({ stage: "review", hasChanged: true });
  expect(received(apps)).toEqual([]);
});

test("an app that can't be reached is one row, and the others are listed", async () => {
  const { apps, proxies } = await startApps();
  await apps[1]!.close();
  const { desk } = await openWindow(newMachine(), placesOf(apps, proxies));
  const view = queueView(desk);
  expect(view.apps.filter(({ problem }) => problem !== undefined).map(({ name }) => name)).toEqual([names[1]]);
  expect(desk.rows.all).toHaveLength(16);
});

test("the questions of connections in the list of several are there, too, and leave with that list", async () => {
  const apps = [await startApp(), await startApp()];
  const { desk, watched, connections } = await openWindow(newMachine(), apps);
  for (const app of apps) await createInBackground(app, { ticket_subject: "Charged twice", amount: 620 });
  const named = () => desk.rows.all.map(({ connectionId }) => connections.get(connectionId)?.name ?? "").sort();
  await eventually(async () => {
    await desk.refresh();
    return named().length;
  }).toBe(2);
  const both = named();
  await Promise.all(connections.list.map(({ id }) => connections.mark(id, { watched: undefined })));
  await desk.refresh();
  expect(named()).toEqual([connections.active?.name]);
  watched.countListed(connections.list.map(({ id }) => id));
  await desk.refresh();
  expect(named()).toEqual(both);
  watched.countListed([]);
  await desk.refresh();
  expect(named()).toEqual([connections.active?.name]);
});

test("all questions of an app with more than a page of them stay listed while it is read again", async () => {
  const app = await startApp();
  const asking = Array.from({ length: 60 }, (_, n) =>
    createInBackground(app, { ticket_subject: "Twice", amount: 600 + n }),
  );
  const runs = await Promise.all(asking);
  for (const { id } of runs)
    await eventually(async () => (await readRun(await get(app, `/v1/runs/${id}`))).status).toBe("awaiting_input");
  const { desk, watched } = await openWindow(newMachine(), [app]);
  const waiting = (): number => desk.rows.all.filter((row) => desk.waits(row)).length;
  expect(waiting()).toBe(60);
  desk.setActive(true);
  await watched.refresh();
  expect(waiting()).toBe(60);
});

test("while it is open, new questions come to the end, and what somebody else answers stays in its place", async () => {
  const app = await startApp();
  const ask = async (amount: number): Promise<Run> => {
    const { id } = await createInBackground(app, { ticket_subject: "Twice", amount });
    const read = async () => readRun(await get(app, `/v1/runs/${id}`));
    await eventually(async () => (await read()).status).toBe("awaiting_input");
    return read();
  };
  const first = await ask(600);
  await ask(700);
  const { desk } = await openWindow(newMachine(), [app]);
  const amounts = (): (string | undefined)[] =>
    queueView(desk).groups.flatMap(({ rows }) => rows.map(({ values }) => values[0]));
  expect(amounts()).toEqual(["600", "700"]);
  desk.setActive(true);
  await ask(800);
  await eventually(amounts).toEqual(["600", "700", "800"]);
  const [request] = first.input_requests!;
  await post(app, `/v1/runs/${first.id}/input`, {
    type: "approval",
    data: { request_id: request!.id, approved: false },
  });
  const states = () => queueView(desk).groups[0]!.rows.map(({ state, outcome }) => [state, outcome]);
  await eventually(states).toEqual([
    ["settled", expect.stringContaining("rejected this at")],
    ["waits", undefined],
    ["waits", undefined],
  ]);
  desk.setActive(false);
  desk.clear();
  expect(amounts()).toEqual(["700", "800"]);
});
