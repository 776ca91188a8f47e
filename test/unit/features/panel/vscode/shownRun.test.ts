import { expect, test } from "vitest";
import type { Run } from "../../../../../src/api/schemas.ts";
import { Emitter } from "../../../../../src/base/emitter.ts";
import { AnswerService } from "../../../../../src/features/inputRequests/core/answerService.ts";
import type { PanelConnection } from "../../../../../src/features/panel/vscode/headerView.ts";
import { ShownRun } from "../../../../../src/features/panel/vscode/shownRun.ts";
import { RunWatcher } from "../../../../../src/runs/live/runWatcher.ts";
import { fakeApi, FakeStream } from "../../../../support/fakeApi.ts";
import { MemoryDisk } from "../../../../support/state/memoryDisk.ts";
import { openShared } from "../../../../support/state/windows.ts";

const support: PanelConnection = { name: "Support", production: false, exists: true, trusted: true, canCompare: false };

/** A page that shows a run, and how often its connection was asked for: VS Code's settings are read for it. */
async function show() {
  let run: Run = { id: "r1", status: "started", input: { subject: "Refund" } };
  const stream = new FakeStream();
  const api = fakeApi({ getRun: async () => run, streamRun: (_, { signal } = {}) => stream.follow(signal) });
  const watcher = new RunWatcher({ api: async () => api, onRun: () => undefined });
  const watch = watcher.watch("r1");
  const answers = new AnswerService({
    ...{ api: async () => api, onRun: () => undefined, confirm: async () => true },
    storage: await openShared(new MemoryDisk()),
  });
  const [looks, titles, posted] = [{ atConnection: 0 }, [] as string[], [] as string[]];
  const shown = new ShownRun(
    { runId: "r1", connectionId: "app" },
    {
      watch: () => watch,
      connection: () => {
        looks.atConnection += 1;
        return support;
      },
      ...{ onLook: () => undefined, places: () => undefined, keepPlaces: () => undefined, attachments: async () => [] },
      ...{ answers, act: () => undefined, use: () => undefined, saveFile: () => undefined },
      golden: { view: async () => undefined, onDidChange: new Emitter<void>().event },
    },
    ({ type }) => posted.push(type),
    (title) => titles.push(title),
  );
  shown.start(true);
  await expect.poll(() => watch.state.kind).toBe("live");
  return { shown, stream, watch, looks, titles, posted, become: (other: Partial<Run>) => (run = { ...run, ...other }) };
}

test("nothing asks for the connection while texts and calls arrive: at thousands a second that took most of the time", async () => {
  const { shown, stream, watch, looks } = await show();
  await expect.poll(() => watch.run?.status).toBe("started");
  const before = looks.atConnection;
  const tool = { id: "c", tool: { name: "match_payments" }, iteration: 1 };
  for (let sequence = 1; sequence <= 60; sequence += 3) {
    stream.push(
      {
        type: "agent.reasoning.delta",
        sequence,
        data: { object: "agent.reasoning.delta", delta: "so ", iteration: 1 },
      },
      { type: "agent.tool_call.started", sequence: sequence + 1, data: { ...tool, id: `c${sequence}` } },
      {
        type: "agent.tool_call.completed",
        sequence: sequence + 2,
        data: { ...tool, id: `c${sequence}`, result: "{}" },
      },
    );
  }
  await expect.poll(() => watch.log.count).toBe(60);
  // The header is drawn when its sentence changes: with the first of several calls that arrive together.
  expect(looks.atConnection - before).toBeLessThan(3);
  const afterCalls = looks.atConnection;
  for (let sequence = 61; sequence <= 160; sequence += 1) {
    stream.push({
      type: "agent.reasoning.delta",
      sequence,
      data: { object: "agent.reasoning.delta", delta: "so ", iteration: 1 },
    });
  }
  await expect.poll(() => watch.log.count).toBe(160);
  expect(looks.atConnection).toBe(afterCalls);
  shown.dispose();
});

test("the tab gets the run's title with its record", async () => {
  const { shown, stream, watch, titles, become } = await show();
  await expect.poll(() => titles.at(-1)).toBe("Refund");
  become({ input: { subject: "Refund of order 7" }, status: "paused" });
  stream.push({ type: "run.paused", sequence: 1, data: { id: "r1", status: "paused" } });
  await expect.poll(() => watch.run?.status).toBe("paused");
  expect(titles.at(-1)).toBe("Refund of order 7");
  shown.dispose();
});

test("a page that loads is sent its run at once, and again only after it was hidden", async () => {
  const { shown, posted } = await show();
  const snapshots = () => posted.filter((type) => type === "snapshot").length;
  await expect.poll(snapshots).toBe(1);
  expect(posted[0]).toBe("remember");
  shown.receive({ type: "ready" });
  expect(snapshots()).toBe(1);
  shown.hide();
  shown.receive({ type: "ready" });
  expect(snapshots()).toBe(2);
  shown.dispose();
});
