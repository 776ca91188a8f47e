import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type * as vscode from "vscode";
import type { Run } from "../../../../src/api/schemas.ts";
import { Emitter } from "../../../../src/base/emitter.ts";
import type {
  ConversationHostMessage,
  ConversationPageMessage,
  ConversationPlace,
} from "../../../../src/protocol/conversation.ts";
import { factsOfRun } from "../../../../src/runs/facts/factsOfRun.ts";
import type { RunFacts } from "../../../../src/runs/facts/runFacts.ts";
import { RunStore } from "../../../../src/runs/store/runStore.ts";
import { Cover } from "../../../../src/runs/values/cover.ts";
import { ConversationPanel, type ConversationServices } from "../../../../src/views/conversations/conversationPanel.ts";
import { failure, FakeRuns } from "../../runs/fakeApi.ts";

const size = 10;
const key = "dq-access-key-0123456789abcdef";
const noon = Date.UTC(2026, 10, 20, 12);

let server: FakeRuns;
let store: RunStore;
let shown: ConversationPanel;
let posted: ConversationHostMessage[];
let send: (message: ConversationPageMessage) => void;
let setVisible: (visible: boolean) => void;
let isFocused: boolean;
let app: { name: string; isProduction: boolean } | undefined;
let indexed: RunFacts[];
let indexChanged: Emitter<void>;
let fake: { title: string; visible: boolean };
let done: unknown[];

const turn = (minute: number, message: string, more: Partial<Run> = {}): Run => ({
  id: `run-${String(minute).padStart(2, "0")}`,
  status: "completed",
  user_id: "lena",
  session_id: "s",
  started_at: new Date(noon + minute * 60_000).toISOString(),
  ended_at: new Date(noon + minute * 60_000 + 4_200).toISOString(),
  input: { input: message },
  output: { output: `answer ${minute}` },
  ...more,
});

beforeEach(() => {
  vi.useFakeTimers({ now: noon });
  server = new FakeRuns();
  store = new RunStore({ api: async () => server.api, pageSize: () => size });
  [posted, done, indexed] = [[], [], []];
  isFocused = true;
  app = { name: "Support Triage", isProduction: false };
  indexChanged = new Emitter<void>();
});

afterEach(() => {
  shown.dispose();
  store.dispose();
  vi.useRealTimers();
});

function open(place: ConversationPlace = { connectionId: "app", sessionId: "s", userId: "lena" }): void {
  const received = new Emitter<unknown>();
  send = (message) => received.fire(message);
  const viewed = new Emitter<void>();
  const panel = {
    title: "",
    visible: true,
    onDidChangeViewState: viewed.event,
    onDidDispose: new Emitter<void>().event,
    webview: {
      html: "",
      onDidReceiveMessage: received.event,
      postMessage: (message: ConversationHostMessage) => Promise.resolve(posted.push(message) > 0),
    },
  };
  fake = panel;
  setVisible = (visible) => {
    panel.visible = visible;
    viewed.fire();
  };
  const services: ConversationServices = {
    storeOf: () => store,
    appOf: () => app,
    factsOf: () => ({ facts: async () => indexed, onDidChange: (listener) => indexChanged.event(listener) }),
    cover: async () => new Cover([key]),
    isFocused: () => isFocused,
    openRun: (run) => void done.push(run),
    keepAsGolden: (of) => void done.push(["golden", of]),
    copyAll: (reader, of) => void done.push([reader, of]),
    copy: (text) => void done.push(text),
    openLink: (address) => void done.push(address),
  };
  shown = new ConversationPanel(panel as unknown as vscode.WebviewPanel, "", place, services);
}

/** Longer than two updates are apart, shorter than two polls. */
const pause = (ms = 1_000) => vi.advanceTimersByTimeAsync(ms);
const last = () => posted.at(-1)!;
const pages = () => server.queries.filter(({ status }) => status === undefined).map(({ sort, page }) => [sort, page]);

describe("the panel of a conversation", () => {
  test("reads the newest turns first, and says how many there are and which message was the first", async () => {
    for (let n = 1; n <= 25; n++) server.put(turn(n, `message ${n}`));
    server.put(turn(30, "of another user", { user_id: "ben" }), turn(31, "elsewhere", { session_id: "t" }));
    open();
    send({ type: "ready" });
    await pause();
    expect(last().order).toEqual(Array.from({ length: size }, (_, n) => `run-${n + 16}`));
    expect(last().head).toMatchObject({ title: "message 1", total: 25, hasOlder: true, isReading: false });
    expect(fake.title).toBe("message 1");
    for (const { user_id: user, session_id: session } of server.queries) expect([user, session]).toEqual(["lena", "s"]);
  });

  test("shows no turns before the list was read, as some between them may be missing", async () => {
    for (let n = 1; n <= 9; n++) server.put(turn(n, `message ${n}`));
    store.upsert(turn(1, "message 1"));
    store.upsert(turn(9, "message 9"));
    open();
    send({ type: "ready" });
    await pause();
    expect(posted.map(({ order }) => order.length).filter((count) => count > 0 && count < 9)).toEqual([]);
    expect(last().order).toHaveLength(9);
  });

  test("older turns come page by page, and only what is new is sent", async () => {
    for (let n = 1; n <= 25; n++) server.put(turn(n, `message ${n}`));
    open();
    send({ type: "ready" });
    await pause();
    const before = posted.length;
    send({ type: "showOlder" });
    await pause();
    expect(last().order.length).toBeGreaterThan(size);
    expect(last().order.at(-1)).toBe("run-25");
    const sent = posted.slice(before).flatMap(({ turns }) => turns.map(({ runId }) => runId));
    // The turn that was the oldest has one before it now.
    expect(sent).not.toContain("run-25");
    for (let n = 0; n < 3; n++) {
      send({ type: "showOlder" });
      await pause();
    }
    expect(last().order).toEqual([...server.runs.keys()]);
    expect(last().head).toMatchObject({ total: 25, hasOlder: false });
  });

  test("older turns are read even while the newest are read again", async () => {
    for (let n = 1; n <= 25; n++) server.put(turn(n, `message ${n}`));
    open();
    send({ type: "ready" });
    await pause();
    send({ type: "retry" });
    send({ type: "showOlder" });
    await pause();
    expect(last().order.length).toBeGreaterThan(size);
  });

  test("follows new turns and changes that other views have read", async () => {
    server.put(turn(1, "hello"), turn(2, "and?", { status: "started", output: null, ended_at: null }));
    open();
    send({ type: "ready" });
    await pause();
    expect(last().turns.at(-1)).toMatchObject({ facts: "Running", state: expect.stringMatching(/^Running since /) });
    posted.length = 0;
    store.upsert(turn(2, "and?"));
    store.upsert(turn(3, "bye"));
    store.upsert(turn(4, "elsewhere", { session_id: "t" }));
    await pause();
    expect(last().order).toEqual(["run-01", "run-02", "run-03"]);
    expect(posted.flatMap(({ turns }) => turns.map(({ runId }) => runId))).toEqual(["run-02", "run-03"]);
    expect(last().head).toMatchObject({ total: 3, now: { status: "completed", sentence: "answer 3" } });
  });

  test("asks the app again only while it is visible and the window has the focus", async () => {
    server.put(turn(1, "hello"));
    open();
    send({ type: "ready" });
    await pause(120_000);
    const polled = server.queries.length;
    expect(polled).toBeGreaterThan(1);
    setVisible(false);
    await pause(600_000);
    expect(server.queries).toHaveLength(polled);
    isFocused = false;
    setVisible(true);
    send({ type: "ready" });
    await pause(600_000);
    expect(server.queries).toHaveLength(polled);
    server.put(turn(2, "still there?"));
    isFocused = true;
    shown.look();
    await pause();
    expect(last().order).toEqual(["run-01", "run-02"]);
  });

  test("is read after a reload although the window has no focus", async () => {
    isFocused = false;
    server.put(turn(1, "hello"));
    open();
    send({ type: "ready" });
    await pause();
    expect(last().order).toEqual(["run-01"]);
    expect(pages()).toEqual([["-started_at", 1]]);
  });

  test("the end of an old turn is seen although newer ones fill a page", async () => {
    server.put(turn(1, "wait", { status: "awaiting_input", output: null, ended_at: null }));
    for (let n = 2; n <= 15; n++) server.put(turn(n, `message ${n}`));
    open();
    send({ type: "ready" });
    await pause();
    send({ type: "showOlder" });
    await pause();
    expect(last().order).toHaveLength(15);
    server.put(turn(1, "wait"));
    await pause(60_000);
    expect(posted.flatMap(({ turns }) => turns).findLast(({ runId }) => runId === "run-01")?.status).toBe("completed");
  });

  test("a problem stays beside what was read, and ends with the next read", async () => {
    server.before = () => {
      throw failure();
    };
    open();
    send({ type: "ready" });
    await pause();
    expect(last()).toMatchObject({ order: [], head: { problem: "A network error.", isReading: false } });
    server.before = () => undefined;
    server.put(turn(1, "hello"));
    send({ type: "retry" });
    await pause();
    expect(last().head.problem).toBeUndefined();
    expect(last().order).toEqual(["run-01"]);
    app = undefined;
    shown.connect();
    await pause();
    const problem = "This connection was removed, so new turns don't appear here.";
    expect(last().head).toMatchObject({ problem, canRetry: false });
    // What was read stays.
    expect(last().order).toEqual(["run-01"]);
  });

  test("runs without a user are a conversation of their own, whose turns nobody counts before all are read", async () => {
    for (let n = 1; n <= 15; n++) server.put(turn(n, `message ${n}`, { user_id: n % 2 === 0 ? "ben" : null }));
    open({ connectionId: "app", sessionId: "s" });
    send({ type: "ready" });
    await pause();
    expect(last().order).toEqual(["run-07", "run-09", "run-11", "run-13", "run-15"]);
    expect(last().head).not.toHaveProperty("total");
    expect(last().head).toMatchObject({ hasOlder: true, title: "message 1" });
    send({ type: "showOlder" });
    await pause();
    expect(last().head).toMatchObject({ hasOlder: false, total: 8 });
  });

  test("covers keys in everything that it shows", async () => {
    const input = { input: `My key is ${key}`, note: key };
    server.put(turn(1, "hello"), turn(2, "", { input, output: { output: `You said ${key}` } }));
    server.put(turn(3, "again", { status: "failed", error: { code: "denied", message: `No access for ${key}` } }));
    open();
    send({ type: "ready" });
    await pause();
    expect(last().order).toHaveLength(3);
    expect(JSON.stringify(posted)).not.toContain(key);
  });

  test("counts tool calls as soon as the index knows them", async () => {
    const run = turn(1, "hello");
    server.put(run);
    open();
    send({ type: "ready" });
    await pause();
    expect(last().turns[0]?.facts).toBe("4.2 s · Completed");
    const tool = { name: "get_order", calls: 3, failed: 0, unfinished: 0, durations: [] };
    indexed = [{ ...factsOfRun(run), hasEvents: true, tools: [tool], waits: [1_200], mocked: 1, failedNodes: 2 }];
    indexChanged.fire();
    await pause();
    expect(last().turns[0]?.facts).toBe("3 tool calls, 1 mocked · 3.0 s · Completed · 2 nodes failed");
  });

  test("opens only runs that it shows, and only web and mail addresses", async () => {
    server.put(turn(1, "hello"));
    open();
    send({ type: "ready" });
    await pause();
    send({ type: "open", runId: "run-01" });
    send({ type: "open", runId: "../run-02" });
    send({ type: "openLink", address: "https://example.com/" });
    send({ type: "openLink", address: "command:workbench.action.quit" });
    send({ type: "copyAll", reader: "model" });
    send({ type: "keepAsGolden" });
    send({ type: "copy", text: "s" });
    expect(done).toEqual([
      { connectionId: "app", runId: "run-01" },
      "https://example.com/",
      ["model", { connectionId: "app", sessionId: "s", userId: "lena" }],
      ["golden", { connectionId: "app", sessionId: "s", userId: "lena" }],
      "s",
    ]);
  });
});
