import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { reportUnexpectedErrors } from "#base/unexpectedError.ts";
import type { ConversationHostMessage, ConversationPageMessage } from "#features/conversations/page/messages.ts";
import { conversationPage } from "#features/conversations/vscode/conversationPage.ts";
import { ExportedConversationPanel } from "#features/conversations/vscode/exportedConversationPanel.ts";
import { commandIds } from "#host/commandIds.ts";
import { type ExportedRun, ExportFileError } from "#runs/exports/exportFile.ts";
import { Cover } from "#runs/values/cover.ts";
import type { RunPanelServices } from "#workbench/panel/vscode/runPanelServices.ts";
import { FakePanel } from "../../../../support/fakePanel.ts";

const key = "dq-access-key-0123456789abcdef";
const noon = Date.UTC(2026, 10, 20, 12);
const ref = { connectionId: "", sessionId: "s", userId: "lena", file: "file:///runs.json" };
const at = (minute: number): string => new Date(noon + minute * 60_000).toISOString();

const turn = (minute: number, message: string): ExportedRun => ({
  run: {
    id: `run-${minute}`,
    status: "completed",
    user_id: "lena",
    session_id: "s",
    started_at: at(minute),
    ended_at: at(minute + 1),
    input: { input: message },
    output: { output: "Done." },
  },
  events: [
    { type: "run.started", sequence: 1, timestamp: at(minute), data: {} },
    {
      type: "agent.tool_call.completed",
      sequence: 2,
      timestamp: at(minute),
      data: { id: "c", tool: { name: "get_order" }, input: {}, result: {} },
    },
    { type: "run.completed", sequence: 3, timestamp: at(minute + 1), data: {} },
  ],
});

let shown: ExportedConversationPanel;
let panel: FakePanel<ConversationHostMessage, ConversationPageMessage>;
let done: unknown[];

beforeEach(() => {
  vi.useFakeTimers({ now: noon });
  done = [];
});

afterEach(() => {
  shown.dispose();
  reportUnexpectedErrors();
  vi.useRealTimers();
});

/** Opens the panel and its page. @param read the runs of the file, whenever it is read */
async function open(read: () => ExportedRun[]): Promise<void> {
  panel = new FakePanel();
  const head = { exportedAt: at(60), app: { name: "Support Triage", host: "triage.example" } };
  shown = new ExportedConversationPanel(panel.shows(conversationPage, ref), {
    read: async () => ({ head, runs: read() }),
    cover: async () => new Cover([key]),
    ofRuns: { act: (_, of) => void done.push(of) } as Partial<RunPanelServices> as RunPanelServices,
    run: (...called) => void done.push(called),
    act: (...called) => void done.push(called),
    actsOf: ({ file }) => [{ id: "keep", name: `Keep what is in ${file}`, icon: "export" }],
    copy: () => undefined,
    openLink: () => undefined,
  });
  panel.send({ type: "ready" });
  await vi.advanceTimersByTimeAsync(0);
}

const last = (): ConversationHostMessage => panel.posted.at(-1)!;

test("shows the turns of the file in order, with their tool calls and without secrets", async () => {
  await open(() => [turn(2, "Where is my order?"), turn(1, `My key is ${key}.`)]);
  const { head, turns, order, composer } = last();
  expect(composer).toBeUndefined();
  expect(order).toEqual(["run-1", "run-2"]);
  expect(turns.map(({ facts }) => facts)).toEqual(Array(2).fill("1 tool call · 1 min · Completed"));
  expect(JSON.stringify(last())).not.toContain(key);
  expect(head).toMatchObject({ app: "Exported from Support Triage", total: 2, hasOlder: false, isReading: false });
  expect(head.exported).toMatch(/^This is an export from .+\. It is read-only\.$/);
  expect(panel.title).toMatch(/^My key is .* \(exported\)$/);
});

test("a file that can't be read says so in place of the turns, and Retry reads it again", async () => {
  const reported: unknown[] = [];
  reportUnexpectedErrors((error) => reported.push(error));
  const broken = new ExportFileError("runs.json", "it isn't an export.");
  let isBroken = true;
  await open(() => {
    if (isBroken) throw broken;
    return [turn(1, "Hello")];
  });
  expect(panel.title).toBe("Conversation (exported)");
  expect(panel.instead).toMatchObject([
    { problem: { title: "The conversation can't be shown", text: [{ text: broken.message }] } },
  ]);
  isBroken = false;
  panel.send({ type: "reload" });
  await vi.advanceTimersByTimeAsync(0);
  expect(last().order).toEqual(["run-1"]);
  expect(reported).toEqual([broken]);
});

test("opens its turns from the file, and does nothing that would be sent", async () => {
  await open(() => [turn(1, "Hello"), turn(2, "Hello again")]);
  for (const runId of ["run-2", "run-3"]) panel.send({ type: "open", runId });
  for (const runId of ["run-1", "run-3"])
    panel.send({ type: "inTurn", runId, message: { type: "copy", text: "a call" } });
  panel.send({ type: "fork", runId: "run-2" });
  panel.send({ type: "send", draft: 1, attempt: 1, message: "Hi" });
  expect(last().head.acts.map(({ name }) => name)).toEqual([`Keep what is in ${ref.file}`]);
  panel.send({ type: "act", id: "keep" });
  expect(done).toEqual([
    [commandIds.openRun, { connectionId: "", runId: "run-2", file: ref.file }],
    { connectionId: "", runId: "run-1", file: ref.file },
    ["keep", ref],
  ]);
});
