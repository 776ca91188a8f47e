import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { Emitter } from "#base/emitter.ts";
import { RunWatcher } from "#runs/live/runWatcher.ts";
import { AnswerService } from "#workbench/inputRequests/core/answerService.ts";
import type { HostMessage } from "#workbench/panel/page/messages.ts";
import type { PanelConnection } from "#workbench/panel/vscode/headerView.ts";
import type { RunNotes } from "#workbench/panel/vscode/runPoints.ts";
import { ShownRun } from "#workbench/panel/vscode/shownRun.ts";
import { fakeApi, FakeStream } from "../../../../support/fakeApi.ts";
import { MemoryDisk } from "../../../../support/state/memoryDisk.ts";
import { openShared } from "../../../../support/state/windows.ts";

const support: PanelConnection = { name: "Support", production: false, exists: true, trusted: true };

/** A page that shows a run, and how often its connection was asked for: VS Code's settings are read for it. */
async function show(notes: readonly RunNotes[] = []) {
  let run: Run = { id: "r1", status: "started", input: { subject: "Refund" } };
  const stream = new FakeStream();
  const api = fakeApi({ getRun: async () => run, streamRun: (_, { signal } = {}) => stream.follow(signal) });
  const watcher = new RunWatcher({ api: async () => api, onRun: () => undefined });
  const watch = watcher.watch("r1");
  const answers = new AnswerService({
    api: async () => api,
    onRun: () => undefined,
    confirm: async () => true,
    storage: await openShared(new MemoryDisk()),
  });
  const [looks, titles, posted] = [{ atConnection: 0 }, [] as string[], [] as string[]];
  const icons: (string | undefined)[] = [];
  const messages: HostMessage[] = [];
  const shown = new ShownRun(
    { runId: "r1", connectionId: "app" },
    {
      watch: () => watch,
      connection: () => {
        looks.atConnection += 1;
        return support;
      },
      onLook: () => undefined,
      readingState: () => undefined,
      keepReadingState: () => undefined,
      attachments: async () => [],
      answers,
      act: () => undefined,
      use: () => undefined,
      saveFile: () => undefined,
      notes: () => notes,
      sources: () => [],
    },
    (message) => void (posted.push(message.type), messages.push(message)),
    ({ title, icon }) => (titles.push(title), icons.push(icon)),
  );
  shown.start(true);
  await expect.poll(() => watch.state.kind).toBe("live");
  return {
    shown,
    stream,
    watch,
    looks,
    titles,
    icons,
    posted,
    messages,
    become: (other: Partial<Run>) => (run = { ...run, ...other }),
  };
}

test("the tab gets the run's title and the icon of its status with its record", async () => {
  const { shown, stream, watch, titles, icons, become } = await show();
  await expect.poll(() => titles.at(-1)).toBe("Refund");
  expect(icons.at(-1)).toBe(undefined);
  become({ input: { subject: "Refund of order 7" }, status: "paused" });
  stream.push({ type: "run.paused", sequence: 1, data: { id: "r1", status: "paused" } });
  await expect.poll(() => watch.run?.status).toBe("paused");
  expect(titles.at(-1)).toBe("Refund of order 7");
  expect(icons.at(-1)).toBe("debug-pause");
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

/** A feature that says something of a run, or nothing. */
function notesOf(name: string, say: { text?: string }): { notes: RunNotes; changed: Emitter<void> } {
  const changed = new Emitter<void>();
  const view = async () =>
    say.text === undefined
      ? undefined
      : { name, icon: "beaker" as const, lead: say.text, text: [], acts: [], marks: [] };
  return { notes: { onDidChange: changed.event, view, acts: [] }, changed };
}

test("the notes of features come in their order, as they are now, and go when there is nothing to say", async () => {
  const first: { text?: string } = {};
  const second: { text?: string } = { text: "of second" };
  const features = [notesOf("first", first), notesOf("second", second)] as const;
  const { shown, messages } = await show(features.map(({ notes }) => notes));
  const leads = (): unknown =>
    messages
      .flatMap((message) =>
        message.type === "snapshot" ? [message.state] : message.type === "delta" ? [message.state ?? {}] : [],
      )
      .findLast(({ notes }) => notes !== undefined)
      ?.notes?.map(({ lead }) => lead);
  const drawn = (): void => {
    for (const message of messages) if (message.type === "delta") shown.receive({ type: "ack", batch: message.batch });
  };
  const expectLeads = (expected: string[]) => expect.poll(() => (drawn(), leads())).toEqual(expected);
  await expectLeads(["of second"]);
  first.text = "of first";
  features[0].changed.fire();
  await expectLeads(["of first", "of second"]);
  second.text = undefined;
  features[1].changed.fire();
  await expectLeads(["of first"]);
  shown.dispose();
});
