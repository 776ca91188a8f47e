import { expect, test } from "vitest";
import type { InputRequest, Run } from "#api/schemas.ts";
import { RunWatcher } from "#runs/live/runWatcher.ts";
import { AnswerService } from "#workbench/inputRequests/core/answerService.ts";
import { InputRequestsPresenter } from "#workbench/inputRequests/vscode/inputRequestsPresenter.ts";
import { RunPresenter } from "#workbench/panel/vscode/runPresenter.ts";
import { eventually } from "../../../../support/eventually.ts";
import { fakeApi, FakeStream } from "../../../../support/fakeApi.ts";
import { MemoryDisk } from "../../../../support/state/memoryDisk.ts";
import { openShared } from "../../../../support/state/windows.ts";
import { FakeApp } from "../core/support/fakeApp.ts";

const approval: InputRequest = {
  id: "r1",
  type: "approval_request",
  prompt: "Refund?",
  params: { amount: 620 },
  editable_params: ["amount"],
};
const question: InputRequest = { id: "r2", type: "human_feedback_request", prompt: "Which tone?" };
const ref = (requestId: string) => ({ connectionId: "app", runId: "run", requestId });
const asked = (sequence: number) => ({
  type: "approval_request.created",
  sequence,
  timestamp: "2026-06-10T09:15:24Z",
  data: { id: "r1", prompt: "Refund?" },
});

async function show(app: FakeApp, disk = new MemoryDisk()) {
  const shared = await openShared(disk);
  const stream = new FakeStream();
  const api = fakeApi({ ...app.api, streamRun: (_, options = {}) => stream.follow(options.signal) });
  const watcher = new RunWatcher({ api: async () => api, onRun: () => undefined });
  const service = new AnswerService({
    api: async () => api,
    onRun: (_, run: Run) => watcher.take(run),
    confirm: async () => true,
    storage: shared,
  });
  const watch = watcher.watch("run");
  const connection = { name: "App", production: false, exists: true, trusted: true };
  let told = 0;
  const inputRequests = new InputRequestsPresenter(
    { service, connectionId: "app", watch, canAnswer: () => connection.exists },
    () => told++,
  );
  const presenter = new RunPresenter(watch, () => connection, inputRequests);
  await eventually(() => expect(watch.run).toBeDefined());
  const views = () => inputRequests.views().map(({ form, progress }) => `${form.id} ${progress.kind}`);
  return { app, inputRequests, connection, service, presenter, stream, watch, views, told: () => told, shared };
}

test("shows pending input requests, in order, and not a notice", async () => {
  const { views, connection } = await show(new FakeApp(approval, { id: "n", action: "info", prompt: "FYI" }, question));
  expect(views()).toEqual(["r1 open", "r2 open"]);
  connection.exists = false;
  expect(views()).toEqual([]);
});

test("knows when each was asked, by its event, which links to the story", async () => {
  const { inputRequests, stream, watch } = await show(new FakeApp(approval));
  stream.push({ type: "run.started", sequence: 1, timestamp: "2026-06-10T09:15:21Z" }, asked(2));
  await eventually(() => expect(watch.runStory.steps).toHaveLength(2));
  expect(inputRequests.views()).toMatchObject([{ since: "2026-06-10T09:15:24.000Z", sequence: 2 }]);
});

test("sends an answer right after another one, and each of them once, however often it is pressed", async () => {
  const { app, inputRequests, service, views } = await show(new FakeApp(approval, question));
  views();
  const first = service.send(ref("r1"), { type: "approval", request_id: "r1", approved: true });
  const answer = (): Promise<void> => inputRequests.answer("r2", { feedback: "Warm" }, "answer");
  await Promise.all([first, answer(), answer()]);
  await answer();
  expect(app.received.map((received) => received.answer.request_id).toSorted()).toEqual(["r1", "r2"]);
});

test("sends nothing that the input request doesn't allow, and nothing unknown", async () => {
  const { app, inputRequests, service, views } = await show(new FakeApp(approval));
  views();
  await inputRequests.answer("r1", { params: { amount: "much" } }, "approve");
  await inputRequests.answer("r9", { feedback: "Yes" }, "answer");
  expect(app.received).toEqual([]);
  expect(service.draft(ref("r1"))).toEqual({ params: { amount: "much" } });
});

test("an answer in the story shows whether it came from here", async () => {
  const { inputRequests, presenter, stream, watch, views } = await show(new FakeApp(approval, question));
  views();
  await inputRequests.answer("r1", {}, "approve");
  const data = (id: string) => ({ id, request_id: id, approved: true });
  stream.push(
    asked(1),
    { type: "run.human_feedback.received", sequence: 2, timestamp: "2026-06-10T09:15:30Z", data: data("r1") },
    { type: "run.human_feedback.received", sequence: 3, timestamp: "2026-06-10T09:15:31Z", data: data("r7") },
  );
  await eventually(() => expect(watch.runStory.steps).toHaveLength(3));
  const { story } = presenter.whole() as { story: { title?: string; text?: string }[] };
  expect(story[1]).toMatchObject({
    title: "Approved by you",
    text: expect.stringMatching(/“Refund\?”, answered here at .* after 6.0 s/),
  });
  expect(story[2]).toMatchObject({ title: "Approved", text: expect.stringContaining("answered elsewhere") });
});

test("an approval's decision in the story shows whether it came from here, though its event names nothing", async () => {
  const { inputRequests, presenter, stream, watch, views } = await show(new FakeApp(approval, question));
  views();
  await inputRequests.answer("r1", {}, "approve");
  const event = (sequence: number, type: string, data?: unknown) => ({ type, sequence, data });
  stream.push(
    event(1, "approval_request.created", { id: "r1", prompt: "Refund?" }),
    event(2, "run.approval_request.confirmed"),
    event(3, "approval_request.created", { id: "r5", prompt: "And this?" }),
    event(4, "run.approval_request.rejected", "no"),
  );
  await eventually(() => expect(watch.runStory.steps).toHaveLength(4));
  const { story } = presenter.whole() as { story: { title?: string; text?: string }[] };
  expect([story[1]?.title, story[3]?.title]).toEqual(["Approved by you", "Rejected"]);
});

const takeover = { ...question, is_browser_takeover: true };
const address = "https://live.example.com/s/1";
const told = (sequence: number, output: unknown) => ({
  type: "agent.tool_call.completed",
  sequence,
  data: { id: `c${sequence}`, result: "ok", output },
});

test("an input request that hands over a browser shows whether its address is known, which stays in the extension", async () => {
  const { inputRequests, presenter, stream, watch } = await show(new FakeApp(takeover, approval));
  expect(inputRequests.views().map(({ liveView }) => liveView)).toEqual(["unknown", undefined]);
  expect(inputRequests.liveBrowser("r2")).toBeUndefined();
  presenter.whole();
  const sent: string[] = [];
  watch.onDidChange((change) => sent.push(JSON.stringify(presenter.update(change))));
  stream.push(told(1, { live_view_url: "https://live.example.com/s/0" }), told(2, { live_view_url: address }));
  await eventually(() => expect(sent.join("")).toContain('"liveView":"known"'));
  expect(inputRequests.liveBrowser("r2")).toBe(address);
  expect(inputRequests.liveBrowser("r1")).toBeUndefined();
  expect(JSON.stringify(inputRequests.views())).not.toContain("live.example.com");
});

test("three questions under one id are cards of their own, answered in order, with a reload", async () => {
  const app = new FakeApp();
  const disk = new MemoryDisk();
  const words = ["Refund?", "Refund?", "And the last one?"];
  const ask = (index: number): void => app.ask({ ...approval, prompt: words[index] });
  app.add("run.started", { id: "run" });
  ask(0);
  let panel = await show(app, disk);
  let pushed = 0;
  /** The panel gets the events, but not yet the run that goes with them. */
  const push = async (): Promise<void> => {
    panel.stream.push(...app.events.slice(pushed));
    pushed = app.events.length;
    await eventually(() => expect(panel.watch.runStory.steps.length).toBeGreaterThanOrEqual(app.events.length));
  };
  const open = () => panel.inputRequests.views().filter(({ progress }) => progress.kind === "open");
  await push();
  const [first] = open();
  expect(first?.form).toMatchObject({ id: "r1", prompt: "Refund?" });
  panel.inputRequests.setDraft("r1", { params: { amount: "480" } });
  await panel.inputRequests.answer("r1", { params: { amount: "480" } }, "approve");
  expect(open()).toEqual([]);

  ask(1);
  await push();
  await eventually(() => expect(open()).toHaveLength(1));
  const [second] = open();
  expect([second?.draft, second?.sequence]).toEqual([{}, 4]);
  expect(second?.form.id).not.toBe("r1");
  // A click that was meant for the first card sends nothing.
  await panel.inputRequests.answer("r1", {}, "approve");
  expect(app.received).toHaveLength(1);
  panel.inputRequests.setDraft(second!.form.id, { reason: "Too much" });
  await panel.service.flush();
  await panel.shared.folder.settled();

  panel = await show(app, disk);
  pushed = 0;
  await push();
  await eventually(() => expect(open().map(({ draft }) => draft)).toEqual([{ reason: "Too much" }]));
  await panel.inputRequests.answer(open()[0]!.form.id, { reason: "Too much" }, "reject");
  ask(2);
  await push();
  await eventually(() => expect(open().map(({ form }) => form.prompt)).toEqual(["And the last one?"]));
  await panel.inputRequests.answer(open()[0]!.form.id, {}, "approve");
  await push();
  expect(app.received.map(({ answer }) => answer)).toMatchObject([
    { approved: true, params: { amount: 480 } },
    { approved: false, feedback: "Too much" },
    { approved: true },
  ]);
  const { story } = panel.presenter.whole() as { story: { title?: string }[] };
  const titles = story.map(({ title }) => title).filter((title) => title?.endsWith("by you"));
  expect(titles).toEqual(["Approved by you", "Rejected by you", "Approved by you"]);
});

test("restores a draft for a settled input request, from before a reload", async () => {
  const disk = new MemoryDisk();
  const app = new FakeApp(approval);
  const before = await show(app, disk);
  before.views();
  before.inputRequests.setDraft("r1", { params: { amount: "480" } });
  before.service.dispose();
  await before.shared.folder.settled();
  app.cancel();
  const { inputRequests, views } = await show(app, disk);
  views();
  await eventually(() => expect(views()).toEqual(["r1 settled"]));
  expect(inputRequests.views()[0]).toMatchObject({
    progress: { title: "No longer waiting" },
    draft: { params: { amount: "480" } },
  });
});

test("accepts that a run asks again after it seemed not to", async () => {
  const { app, inputRequests, service, views, watch } = await show(new FakeApp(approval));
  views();
  app.run.input_requests = [];
  await service.check(ref("r1"));
  expect(views()).toEqual(["r1 settled"]);
  if (watch.run) Object.assign(watch.run, { status: "awaiting_input", input_requests: [approval] });
  app.run.input_requests = [approval];
  expect(views()).toEqual(["r1 open"]);
  await inputRequests.answer("r1", {}, "approve");
  expect(app.received).toHaveLength(1);
});
