import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { RunWatcher } from "#runs/live/runWatcher.ts";
import { AnswerService } from "#workbench/inputRequests/core/answerService.ts";
import type { PanelConnection } from "#workbench/panel/vscode/headerView.ts";
import { ShownRun } from "#workbench/panel/vscode/shownRun.ts";
import { fakeApi, FakeStream } from "../../../../support/fakeApi.ts";
import { MemoryDisk } from "../../../../support/state/memoryDisk.ts";
import { openShared } from "../../../../support/state/windows.ts";

const support: PanelConnection = { name: "Support", production: false, exists: true, trusted: true };

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
      marks: () => [],
      sources: () => [],
    },
    ({ type }) => posted.push(type),
    (title) => titles.push(title),
  );
  shown.start(true);
  await expect.poll(() => watch.state.kind).toBe("live");
  return { shown, stream, watch, looks, titles, posted, become: (other: Partial<Run>) => (run = { ...run, ...other }) };
}

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
  expect(posted).not.toContain("places");
  shown.receive({ type: "ready" });
  expect(snapshots()).toBe(1);
  shown.hide();
  shown.receive({ type: "ready" });
  expect(snapshots()).toBe(2);
  shown.dispose();
});

test("a page that searches the calls of models is told when all of them were searched", async () => {
  const { shown, posted } = await show();
  shown.receive({ type: "searchCalls", query: "be exact" });
  await expect.poll(() => posted).toContain("foundCalls");
  shown.dispose();
});
