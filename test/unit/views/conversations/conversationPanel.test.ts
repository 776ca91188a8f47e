import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type * as vscode from "vscode";
import type { FileSource } from "../../../../src/api/contract.ts";
import type { Run } from "../../../../src/api/schemas.ts";
import { Emitter } from "../../../../src/base/emitter.ts";
import type {
  ConversationHostMessage,
  ConversationPageMessage,
  ConversationPlace,
  Draft,
  InTurn,
} from "../../../../src/protocol/conversation.ts";
import { unpackMessage } from "../../../../src/protocol/wire.ts";
import { type Seed, seedOfRunFile } from "../../../../src/runs/conversations/nextTurn.ts";
import { factsOfRun } from "../../../../src/runs/facts/factsOfRun.ts";
import type { RunFacts } from "../../../../src/runs/facts/runFacts.ts";
import { AnswerService } from "../../../../src/runs/inputRequests/answerService.ts";
import { RunWatcher } from "../../../../src/runs/live/runWatcher.ts";
import type { RunWatch } from "../../../../src/runs/live/watchTypes.ts";
import { RunStore } from "../../../../src/runs/store/runStore.ts";
import { RunStory } from "../../../../src/runs/story/runStory.ts";
import { Cover } from "../../../../src/runs/values/cover.ts";
import type { NextTurn } from "../../../../src/views/conversations/composer.ts";
import { ConversationPanel, type ConversationServices } from "../../../../src/views/conversations/conversationPanel.ts";
import type { RunPanelServices } from "../../../../src/views/panel/panelServices.ts";
import { failure, fakeApi, FakeRuns, FakeStream, pageOf } from "../../../support/fakeApi.ts";
import { MemoryDisk } from "../../../support/state/memoryDisk.ts";
import { openShared } from "../../../support/state/windows.ts";

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
let isTrusted: boolean;
let app: ReturnType<ConversationServices["appOf"]>;
let indexed: RunFacts[];
let indexChanged: Emitter<void>;
let fake: { title: string; visible: boolean };
let done: unknown[];
/** By a run of a fork, the run whose message it sent again. */
let forks: Record<string, string>;
let drafts: Draft | undefined;
let seed: Seed | undefined;
let sendTurn: (turn: NextTurn) => Promise<string | undefined>;
let stories: Map<string, RunStory>;
let storyChanged: Emitter<void>;
/** What was posted of runs that are shown in their turns. */
let inTurns: InTurn[];
let ofRuns: RunPanelServices | undefined;
/** The runs that are followed. */
let watched: string[];

const file = (name: string): FileSource => ({
  name,
  size: 3,
  path: `/tmp/${name}`,
  async *open() {
    yield new Uint8Array(3);
  },
});

/** The story of a run that another part of the extension follows. */
const watchOf = (runId: string): RunWatch => {
  watched.push(runId);
  const runStory = stories.get(runId) ?? new RunStory();
  const dispose = (): void => void watched.splice(watched.indexOf(runId), 1);
  return { runId, runStory, dispose, onDidChange: (listener: () => void) => storyChanged.event(listener) } as never;
};

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
  [posted, inTurns, done, indexed, watched] = [[], [], [], [], []];
  ofRuns = undefined;
  forks = {};
  drafts = undefined;
  [seed, stories, storyChanged] = [undefined, new Map(), new Emitter<void>()];
  [isFocused, isTrusted] = [true, true];
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
      postMessage: async (message: ConversationHostMessage | InTurn) => {
        if (message.type === "inTurn") inTurns.push(message);
        else posted.push(message);
        return true;
      },
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
    isTrusted: () => isTrusted,
    watch: (_, runId) => watchOf(runId),
    ofRuns: ofRuns!,
    seedOf: async () => seed,
    newConversation: (id) => void done.push(["new", id]),
    send: (turn) => sendTurn(turn),
    chooseFiles: async () => [file("receipt.png")],
    filesAt: async (_, addresses) => addresses.map((address) => file(address.split("/").at(-1)!)),
    fileOf: (name, bytes) => ({ ...file(name), path: undefined, size: bytes.byteLength }),
    tell: (error) => (error as Error).message,
    stop: (run) => void done.push(["stop", run]),
    drafts: { of: () => drafts, keep: (_, draft) => void (drafts = draft) },
    keepField: (_, messageField) => void (app = app && { ...app, messageField }),
    openRun: (run) => void done.push(run),
    keepAsGolden: (of) => void done.push(["golden", of]),
    exportAll: (of) => void done.push(["export", of]),
    fork: (run) => void done.push(["fork", run]),
    forkOf: ({ runId }) => forks[runId],
    compare: (before, after) => void done.push(["compare", before, after]),
    openConversation: (run) => void done.push(["conversation", run]),
    copyAll: (reader, of) => void done.push([reader, of]),
    copy: (text) => void done.push(text),
    openLink: (address) => void done.push(address),
  };
  shown = new ConversationPanel(panel as unknown as vscode.WebviewPanel, "", place, services);
}

/** Opens the panel, and waits until its page has what was read. */
async function shownPanel(place?: ConversationPlace): Promise<void> {
  open(place);
  send({ type: "ready" });
  await pause();
}

/** Longer than two updates are apart, shorter than two polls. */
const pause = (ms = 1_000) => vi.advanceTimersByTimeAsync(ms);
const last = () => posted.at(-1)!;
const pages = () => server.queries.filter(({ status }) => status === undefined).map(({ sort, page }) => [sort, page]);

/** What runs in their turns need, and the runs that are watched for it. */
async function servicesOfRuns(): Promise<{ services: RunPanelServices; watched: Set<string> }> {
  const stream = new FakeStream();
  const api = fakeApi({
    getRun: async (id) => turn(Number(id.slice(4)), "said"),
    listEvents: async () => pageOf([], 1, 200),
    streamRun: (_, { signal } = {}) => stream.follow(signal),
  });
  const watcher = new RunWatcher({ api: async () => api, onRun: () => undefined });
  const runs = new Set<string>();
  const answers = new AnswerService({
    ...{ api: async () => api, onRun: () => undefined, confirm: async () => true },
    storage: await openShared(new MemoryDisk()),
  });
  const services: RunPanelServices = {
    watch: ({ runId }) => {
      const watch = watcher.watch(runId);
      runs.add(runId);
      return new Proxy(watch, {
        get: (of, name) => {
          if (name === "dispose") return () => (runs.delete(runId), of.dispose());
          const value: unknown = Reflect.get(of, name, of);
          return typeof value === "function" ? value.bind(of) : value;
        },
      });
    },
    connection: () => ({ name: "App", production: false, exists: true, trusted: true, canCompare: false }),
    act: (action, memory) => void done.push(["act", action, memory]),
    ...{ onLook: () => undefined, places: () => undefined, keepPlaces: () => undefined, attachments: async () => [] },
    ...{ answers, use: () => undefined, saveFile: () => undefined },
    golden: { view: async () => undefined, onDidChange: new Emitter<void>().event },
  };
  return { services, watched: runs };
}

describe("the panel of a conversation", () => {
  test("shows a run in its turn until it is folded or the page is hidden, and no run of another conversation", async () => {
    server.put(turn(1, "first"), turn(2, "second"));
    const { services, watched: ofTurns } = await servicesOfRuns();
    ofRuns = services;
    await shownPanel();
    const show = (runId: string): void => send({ type: "inTurn", runId, message: { type: "ready" } });
    for (const runId of ["run-01", "run-02", "run-7"]) show(runId);
    await pause();
    expect([...ofTurns]).toEqual(["run-01", "run-02"]);
    const of = (id: string) => inTurns.filter(({ runId }) => runId === id).map(({ message }) => unpackMessage(message));
    const [remember, loading, shownRun] = of("run-01");
    expect([remember?.type, loading?.type]).toEqual(["remember", "loading"]);
    expect(shownRun).toMatchObject({ type: "snapshot", state: { header: { id: "run-01" } } });
    send({ type: "inTurn", runId: "run-01", message: { type: "copy", text: "a call" } });
    send({ type: "inTurn", runId: "run-01", message: { type: "quit" } as never });
    expect(done).toEqual([["act", { type: "copy", text: "a call" }, { connectionId: "app", runId: "run-01" }]]);
    send({ type: "fold", runId: "run-01" });
    expect([...ofTurns]).toEqual(["run-02"]);
    setVisible(false);
    expect([...ofTurns]).toEqual([]);
    // The page that comes back asks anew.
    setVisible(true);
    send({ type: "ready" });
    await pause();
    inTurns = [];
    show("run-02");
    await pause();
    expect(of("run-02").map((message) => message?.type)).toContain("snapshot");
    shown.dispose();
    expect([...ofTurns]).toEqual([]);
  });

  test("forks at a turn that it shows, and compares a turn of a fork with its original", async () => {
    server.put(turn(1, "first"), turn(2, "second"));
    forks = { "run-01": "run-9" };
    await shownPanel();
    expect(last().turns.map(({ isFork }) => isFork)).toEqual([true, undefined]);
    expect(last().head.isFork).toBe(true);
    expect(fake.title).toBe("Fork: first");
    for (const runId of ["run-02", "run-7"]) send({ type: "fork", runId });
    for (const runId of ["run-01", "run-02"]) send({ type: "compareWithOriginal", runId });
    send({ type: "openOriginal" });
    const run = (runId: string) => ({ connectionId: "app", runId });
    expect(done).toEqual([
      ["fork", run("run-02")],
      ["compare", run("run-9"), run("run-01")],
      ["conversation", run("run-9")],
    ]);
  });

  test("reads the newest turns first, and says how many there are and which message was the first", async () => {
    for (let n = 1; n <= 25; n++) server.put(turn(n, `message ${n}`));
    server.put(turn(30, "of another user", { user_id: "ben" }), turn(31, "elsewhere", { session_id: "t" }));
    await shownPanel();
    expect(last().order).toEqual(Array.from({ length: size }, (_, n) => `run-${n + 16}`));
    expect(last().head).toMatchObject({ title: "message 1", total: 25, hasOlder: true, isReading: false });
    expect(fake.title).toBe("message 1");
    for (const { user_id: user, session_id: session } of server.queries) expect([user, session]).toEqual(["lena", "s"]);
  });

  test("is named by its first message also if it is left before its page has loaded", async () => {
    for (let n = 1; n <= 25; n++) server.put(turn(n, `message ${n}`));
    open();
    setVisible(false);
    await pause();
    expect(fake.title).toBe("message 1");
  });

  test("keeps its name while its runs are read again, because many were missed", async () => {
    server.put(turn(1, "first"));
    await shownPanel();
    await store.refresh();
    setVisible(false);
    for (let n = 2; n <= 300; n++) server.put(turn(n, `message ${n}`));
    await store.refresh();
    await pause();
    expect(fake.title).toBe("first");
    server.before = () => new Promise(() => undefined);
    setVisible(true);
    send({ type: "ready" });
    await pause();
    expect(last().head).toMatchObject({ isReading: true, title: "first" });
  });

  test("loses its name when its connection gets the address of another app", async () => {
    server.put(turn(1, "first"));
    await shownPanel();
    setVisible(false);
    store.dispose();
    const other = new FakeRuns();
    store = new RunStore({ api: async () => other.api, pageSize: () => size });
    shown.connect();
    await pause();
    expect(fake.title).toBe("Conversation");
  });

  test("shows no turns before the list was read, as some between them may be missing", async () => {
    for (let n = 1; n <= 9; n++) server.put(turn(n, `message ${n}`));
    store.upsert(turn(1, "message 1"));
    store.upsert(turn(9, "message 9"));
    await shownPanel();
    expect(posted.map(({ order }) => order.length).filter((count) => count > 0 && count < 9)).toEqual([]);
    expect(last().order).toHaveLength(9);
  });

  test("older turns come page by page, and only what is new is sent", async () => {
    for (let n = 1; n <= 25; n++) server.put(turn(n, `message ${n}`));
    await shownPanel();
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
    await shownPanel();
    send({ type: "retry" });
    send({ type: "showOlder" });
    await pause();
    expect(last().order.length).toBeGreaterThan(size);
  });

  test("follows new turns and changes that other views have read", async () => {
    server.put(turn(1, "hello"), turn(2, "and?", { status: "started", output: null, ended_at: null }));
    await shownPanel();
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
    await shownPanel();
    expect(last().order).toEqual(["run-01"]);
    expect(pages()).toEqual([["-started_at", 1]]);
  });

  test("the end of an old turn is seen although newer ones fill a page", async () => {
    server.put(turn(1, "wait", { status: "awaiting_input", output: null, ended_at: null }));
    for (let n = 2; n <= 15; n++) server.put(turn(n, `message ${n}`));
    await shownPanel();
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
    await shownPanel();
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
    await shownPanel({ connectionId: "app", sessionId: "s" });
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
    await shownPanel();
    expect(last().order).toHaveLength(3);
    expect(JSON.stringify(posted)).not.toContain(key);
  });

  test("counts tool calls as soon as the index knows them", async () => {
    const run = turn(1, "hello");
    server.put(run);
    await shownPanel();
    expect(last().turns[0]?.facts).toBe("4.2 s · Completed");
    const tool = { name: "get_order", calls: 3, failed: 0, unfinished: 0, durations: [] };
    indexed = [{ ...factsOfRun(run), hasEvents: true, tools: [tool], waits: [1_200], mocked: 1, failedNodes: 2 }];
    indexChanged.fire();
    await pause();
    expect(last().turns[0]?.facts).toBe("3 tool calls, 1 mocked · 3.0 s · Completed · 2 nodes failed");
  });

  test("opens only runs that it shows, and only web and mail addresses", async () => {
    server.put(turn(1, "hello"));
    await shownPanel();
    send({ type: "open", runId: "run-01" });
    send({ type: "open", runId: "../run-02" });
    send({ type: "openLink", address: "https://example.com/" });
    send({ type: "openLink", address: "command:workbench.action.quit" });
    send({ type: "copyAll", reader: "model" });
    send({ type: "keepAsGolden" });
    send({ type: "export" });
    send({ type: "copy", text: "s" });
    expect(done).toEqual([
      { connectionId: "app", runId: "run-01" },
      "https://example.com/",
      ["model", { connectionId: "app", sessionId: "s", userId: "lena" }],
      ["golden", { connectionId: "app", sessionId: "s", userId: "lena" }],
      ["export", { connectionId: "app", sessionId: "s", userId: "lena" }],
      "s",
    ]);
  });

  test("keeps what is written for the next panel of the conversation, and gives it once", async () => {
    server.put(turn(1, "hello"));
    await shownPanel();
    expect(posted.some((message) => "draft" in message)).toBe(false);
    send({ type: "draft", draft: { id: 1, message: "half a sent", others: "{}" } });
    shown.dispose();
    posted = [];
    await shownPanel();
    server.put(turn(2, "elsewhere"));
    await pause(20_000);
    expect(posted.map(({ draft }) => draft?.message).filter((message) => message !== undefined)).toEqual([
      "half a sent",
    ]);
  });

  test("shows the text of a turn as it grows, and follows it only while the page is shown", async () => {
    const story = new RunStory();
    stories.set("run-02", story);
    const say = (sequence: number, delta: string): void => {
      const data = { object: "agent.text.delta", delta };
      story.apply([{ id: `e${sequence}`, sequence, type: "agent.text.delta", run_id: "run-02", data }]);
      storyChanged.fire();
    };
    server.put(turn(1, "hello"), turn(2, "more", { status: "started", output: null, ended_at: null }));
    await shownPanel();
    expect(watched).toEqual(["run-02"]);
    say(1, "One ");
    say(2, `two ${key}`);
    await pause();
    const shownTurn = () => posted.flatMap((message) => message.turns).findLast(({ runId }) => runId === "run-02");
    expect(shownTurn()).toMatchObject({ growing: true, answer: expect.stringMatching(/^One two /) });
    expect(JSON.stringify(posted)).not.toContain(key);
    setVisible(false);
    expect(watched).toEqual([]);
    setVisible(true);
    send({ type: "ready" });
    await pause();
    expect(watched).toEqual(["run-02"]);
    store.upsert(turn(2, "more", { status: "canceled", output: null }));
    await pause();
    expect(shownTurn()).toMatchObject({ status: "canceled", answer: expect.stringMatching(/^One two /) });
    expect(shownTurn()).not.toHaveProperty("growing");
    store.upsert(turn(2, "more", { ended_at: new Date(noon + 200_000).toISOString() }));
    await pause();
    expect(watched).toEqual([]);
    expect(shownTurn()).toMatchObject({ answer: "answer 2" });
    expect(shownTurn()).not.toHaveProperty("growing");
  });

  test("sends what its composer sends, and shows the turn", async () => {
    server.put(turn(1, "hello"));
    sendTurn = async ({ request, message, onCreated }) => {
      const run = turn(2, message, { input: request.input });
      server.put(run);
      store.upsert(run);
      onCreated(run.id);
      return run.id;
    };
    await shownPanel();
    send({ type: "send", draft: 1, attempt: 1, message: "and now?" });
    await pause();
    expect(last()).toMatchObject({ order: ["run-01", "run-02"], composer: { sent: 1, from: "from turn 2" } });
    isTrusted = false;
    shown.updateApp();
    await pause();
    expect(last().composer?.blocked).toMatch(/not trusted/);
  });

  test("shows the message in the field that a person chose for the app", async () => {
    app = { name: "Support Triage", isProduction: false, messageField: "ask" };
    server.put(turn(1, "", { input: { input: "v2", ask: "Where is it?" } }), turn(2, "", { input: { input: "v2" } }));
    await shownPanel();
    expect(last().turns.map(({ message }) => message)).toEqual(["Where is it?", "v2"]);
    expect(last().composer).toMatchObject({ into: "input" });
  });

  test("begins with a run file, in a session of its own", async () => {
    seed = seedOfRunFile('{"ticket": "a"}', "refund.run.json");
    await shownPanel({
      connectionId: "app",
      sessionId: "n",
      userId: "dev-me",
      seed: { file: "file:///refund.run.json" },
    });
    expect(last()).toMatchObject({ head: { title: "New Conversation" }, composer: { from: "from refund.run.json" } });
    expect(server.queries.every(({ session_id: session }) => session === "n")).toBe(true);
  });
});
