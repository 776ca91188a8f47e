import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type * as vscode from "vscode";
import type { FileSource } from "../../../../src/api/contract.ts";
import type { Run } from "../../../../src/api/schemas.ts";
import { Emitter } from "../../../../src/base/emitter.ts";
import { stringifyJson } from "../../../../src/base/json/stringifyJson.ts";
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
    open();
    send({ type: "ready" });
    await pause();
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
    open();
    send({ type: "ready" });
    await pause();
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
    open();
    send({ type: "ready" });
    await pause();
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
    open();
    send({ type: "ready" });
    await pause();
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
    open();
    send({ type: "ready" });
    await pause();
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
});

describe("the composer of a conversation", () => {
  const composer = () => last().composer!;
  /** What was sent, and the run that the app made of it. */
  let turns: NextTurn[];
  let minute: number;
  const draft = (n: number, message: string, others?: string) =>
    send({ type: "send", draft: n, attempt: n, message, ...(others === undefined ? {} : { others }) });

  beforeEach(() => {
    [turns, minute] = [[], 40];
    sendTurn = async (next) => {
      turns.push(next);
      const { input, user_id, session_id } = next.request;
      const run = turn(++minute, next.message, { input, user_id: user_id ?? null, session_id: session_id ?? null });
      server.put(run);
      store.upsert(run);
      next.onCreated(run.id);
      return run.id;
    };
  });

  async function talk(...runs: Run[]): Promise<void> {
    server.put(...runs);
    open();
    send({ type: "ready" });
    await pause();
  }

  test("sends the next turn with the ids and the other fields of the last one, once", async () => {
    const input = { locale: "de", question: "hello", session_id: "s" };
    await talk(turn(1, "", { input }));
    expect(composer()).toMatchObject({ into: "question", count: 1, from: "from turn 1", isFirst: false });
    expect(JSON.parse(composer().others)).toEqual({ locale: "de" });
    for (let n = 0; n < 3; n++) draft(7, "and now?");
    await pause();
    draft(7, "and now?");
    // Another press of the button, for the same draft.
    send({ type: "send", draft: 7, attempt: 8, message: "and now?" });
    await pause();
    expect(turns.map(({ request }) => request)).toEqual([
      { input: { ...input, question: "and now?" }, user_id: "lena", session_id: "s" },
    ]);
    expect(composer()).toMatchObject({ sent: 7, from: "from turn 2" });
    expect(last().order).toEqual(["run-01", "run-41"]);
  });

  test("sends the message in the field that the person chooses", async () => {
    await talk(turn(1, "", { input: { mode: "chat", level: 1 } }));
    expect(composer()).toMatchObject({ into: "mode", choices: ["mode", "input"], count: 1 });
    send({ type: "into", field: "input" });
    await pause();
    expect(composer()).toMatchObject({ into: "input", count: 2 });
    draft(1, "hello");
    await pause();
    expect(turns[0]?.request.input).toEqual({ mode: "chat", level: 1, input: "hello" });
  });

  test("keeps what is written for the next panel of the conversation, and gives it once", async () => {
    await talk(turn(1, "hello"));
    expect(posted.some((message) => "draft" in message)).toBe(false);
    send({ type: "draft", draft: { id: 1, message: "half a sent", others: "{}" } });
    shown.dispose();
    posted = [];
    open();
    send({ type: "ready" });
    await pause();
    server.put(turn(2, "elsewhere"));
    await pause(20_000);
    expect(posted.map(({ draft }) => draft?.message).filter((message) => message !== undefined)).toEqual([
      "half a sent",
    ]);
  });

  test("shows and sends the message in the field that a person chose for the app", async () => {
    app = { name: "Support Triage", isProduction: false, messageField: "ask" };
    await talk(turn(1, "", { input: { input: "v2", ask: "Where is it?" } }), turn(2, "", { input: { input: "v2" } }));
    const shown = posted.flatMap(({ turns: each }) => each);
    expect(shown.map(({ message }) => message)).toEqual(["Where is it?", "v2"]);
    expect(composer()).toMatchObject({ into: "input" });
    server.put(turn(3, "", { input: { input: "v2", ask: "And now?" } }));
    await pause(20_000);
    expect(composer()).toMatchObject({ into: "ask", count: 1 });
  });

  test("asks on production before the first turn of the panel alone", async () => {
    app = { name: "Support Triage", isProduction: true, asksFor: "https://one.example" };
    await talk(turn(1, "hello"));
    sendTurn = async (next) => void turns.push(next);
    draft(1, "declined");
    await pause();
    expect(composer()).not.toHaveProperty("sent");
    expect(composer()).toMatchObject({ settled: 1 });
    sendTurn = async (next) => {
      turns.push(next);
      next.onCreated("run-01");
      return "run-01";
    };
    for (const n of [2, 3]) {
      draft(n, "yes");
      await pause();
    }
    expect(turns.map(({ isAgreed }) => isAgreed)).toEqual([false, false, true]);
  });

  test("sends the list of messages, the id and the other field of the turn before", async () => {
    const messages = [{ role: "user", content: "hello" }];
    await talk(turn(1, "", { input: { input: "hello", messages, session_id: "s", locale: "de" } }));
    draft(1, "more");
    await pause();
    const { input, ...others } = turns[0]!.request.input as Record<string, unknown>;
    expect(input).toBe("more");
    expect(others).toMatchObject({ messages: [...messages, { role: "assistant" }, { content: "more" }], locale: "de" });
    expect(others["session_id"]).toBe(turns[0]!.request.session_id);
  });

  test("asks again when the app becomes another one, or is marked as production", async () => {
    await talk(turn(1, "hello"));
    for (const [n, asksFor] of [undefined, "https://one.example", "https://two.example"].entries()) {
      app = { name: "Support Triage", isProduction: asksFor !== undefined, asksFor };
      shown.updateApp();
      await pause();
      draft(n + 1, "yes");
      await pause();
    }
    expect(turns.map(({ isAgreed }) => isAgreed)).toEqual([false, false, false]);
  });

  test("sends nothing while a turn runs or waits, and says why", async () => {
    const open = { output: null, ended_at: null };
    await talk(turn(1, "hello"), turn(2, "wait", { ...open, status: "started" }));
    const running = "Turn 2 is still running. Wait for it to end, or stop it.";
    expect(composer()).toMatchObject({ blocked: running, open: { runId: "run-02", name: "Turn 2", waits: false } });
    draft(1, "now");
    await pause();
    expect(turns).toEqual([]);
    expect(composer()).toMatchObject({ problem: running, settled: 1 });
    send({ type: "stop", runId: "run-02" });
    send({ type: "stop", runId: "elsewhere" });
    expect(done).toEqual([["stop", { connectionId: "app", runId: "run-02" }]]);
    store.upsert(turn(2, "wait", { ...open, status: "awaiting_input" }));
    await pause();
    expect(composer()).toMatchObject({ blocked: "Turn 2 waits for your answer.", open: { waits: true } });
    store.upsert(turn(2, "wait"));
    await pause();
    expect(composer()).not.toHaveProperty("blocked");
  });

  test("a turn that fails keeps its draft, and one that arrived all the same counts as sent", async () => {
    await talk(turn(1, "again"));
    sendTurn = () => Promise.reject(new Error(`No response arrived for ${key}.`));
    send({ type: "attach" });
    await pause();
    draft(1, "again");
    await pause();
    expect(composer()).toMatchObject({ problem: "No response arrived for •••.", settled: 1 });
    expect(composer()).not.toHaveProperty("sent");
    expect(composer().files).toHaveLength(1);
    store.upsert(turn(3, "again"));
    await pause();
    expect(composer()).toMatchObject({ sent: 1, files: [] });
    expect(composer()).not.toHaveProperty("problem");
  });

  test.each<[string, string]>([
    ["{\n  x: 1 }", "Other input fields, line 2: this isn't valid JSON. Keys and strings need double quotes."],
    ["[]", "Other input fields: write a JSON object, for example {}."],
    ['{"input": "x"}', "Other input fields, line 1: input has the message. Remove it here."],
    ['{"a": 1,\n"a": 2}', "Other input fields, line 2: a is there twice. Remove one of them."],
    ['{"a": 1,}', "Other input fields: comments and trailing commas aren't allowed here. Remove them."],
  ])("refuses the other fields %s", async (text, problem) => {
    await talk(turn(1, "hello"));
    send({ type: "fields", text });
    await pause();
    expect(composer().fieldsProblem).toBe(problem);
    draft(1, "now", text);
    await pause();
    expect(turns).toEqual([]);
    send({ type: "fields", text: "{}" });
    await pause();
    expect(composer()).not.toHaveProperty("fieldsProblem");
  });

  test("sends edited fields with their numbers as written, and covered ones whole", async () => {
    await talk(turn(1, "", { input: { input: "hello", token: key, level: 1 } }));
    expect(composer().others).not.toContain(key);
    const { token } = JSON.parse(composer().others) as { token: string };
    draft(1, "a", `{"token": ${JSON.stringify(token)}, "order": 12345678901234567890}`);
    await pause();
    const [sent] = turns;
    expect(stringifyJson(sent?.request.input)).toBe(
      `{"input":"a","token":${JSON.stringify(key)},"order":12345678901234567890}`,
    );
    draft(2, "b", `{"token": ${JSON.stringify(`${token} and more`)}}`);
    await pause();
    expect(turns).toHaveLength(1);
    expect(composer().fieldsProblem).toMatch(/^Other input fields: token has a covered part/);
    // The last turn has no note any more.
    draft(3, "c", '{"note": "•••"}');
    await pause();
    expect(turns).toHaveLength(1);
    expect(composer().fieldsProblem).toMatch(/^Other input fields: note has a covered part/);
  });

  test("attaches files by button, drop and paste, each path once, and detaches them when they were sent", async () => {
    await talk(turn(1, "hello"));
    send({ type: "attach" });
    send({ type: "attach" });
    send({ type: "attachAddresses", addresses: ["file:///home/statement.pdf"] });
    send({ type: "attachBytes", files: [{ name: "image.png", bytes: new ArrayBuffer(5) }] });
    await pause();
    expect(composer().files.map(({ name, size }) => [name, size])).toEqual([
      ["receipt.png", 3],
      ["statement.pdf", 3],
      ["image.png", 5],
    ]);
    send({ type: "detach", id: composer().files[1]!.id });
    draft(1, "here");
    await pause();
    expect(turns[0]?.files.map(({ name }) => name)).toEqual(["receipt.png", "image.png"]);
    expect(composer().files).toEqual([]);
  });

  test("shows the text of a turn as it grows, and follows it only while the page is shown", async () => {
    const story = new RunStory();
    stories.set("run-02", story);
    const say = (sequence: number, delta: string): void => {
      const data = { object: "agent.text.delta", delta };
      story.apply([{ id: `e${sequence}`, sequence, type: "agent.text.delta", run_id: "run-02", data }]);
      storyChanged.fire();
    };
    await talk(turn(1, "hello"), turn(2, "more", { status: "started", output: null, ended_at: null }));
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

  test("begins a conversation with the fields of another run, and not with its messages", async () => {
    const history = [{ role: "user", content: "hi" }];
    seed = { turn: { input: { locale: "de", chat_history: history }, output: "ho" }, name: "refund.run.json" };
    open({ connectionId: "app", sessionId: "n", userId: "dev-me", seed: { file: "file:///refund.run.json" } });
    send({ type: "ready" });
    await pause();
    expect(last().head.title).toBe("New Conversation");
    expect(composer()).toMatchObject({
      ...{ isFirst: true, into: "chat_history", from: "from refund.run.json", count: 1 },
      hint: "Starts a conversation of dev-me",
    });
    expect(server.queries.every(({ session_id: session }) => session === "n")).toBe(true);
    draft(1, "first");
    await pause();
    const input = { locale: "de", chat_history: [{ role: "user", content: "first" }] };
    expect(turns[0]?.request).toEqual({ input, user_id: "dev-me", session_id: "n" });
  });

  test.each<[string, string | undefined]>([
    ['{"ticket": "a", "tags": ["x"]}', undefined],
    [
      '{"input": "${prompt:Question}", "note": "for ${env:NAME}", "tags": ["${uuid}"], "locale": "de"}',
      "Variables of refund.run.json aren't filled in here. Missing input fields: note, tags.",
    ],
    [
      '{"input": {"input": "a", "note": "${now}"}, "user_id": "${env:NAME}"}',
      "Variables of refund.run.json aren't filled in here. Missing input fields: note.",
    ],
    ['{"input": {}, "mode": 3}', "refund.run.json, line 1, column 23: "],
  ])("says what a first turn lacks of the run file %s", async (text, missing) => {
    seed = seedOfRunFile(text, "refund.run.json");
    open({ connectionId: "app", sessionId: "n", userId: "dev-me", seed: { file: "file:///refund.run.json" } });
    send({ type: "ready" });
    await pause();
    const said = composer().missing;
    if (missing?.endsWith(": ")) expect(said).toContain(missing);
    else expect(said).toBe(missing);
    draft(1, "first");
    await pause();
    expect(composer()).not.toHaveProperty("missing");
  });

  test.each<[string, object]>([
    ['{"ticket": "${prompt:Ticket}"}', { ticket: "first" }],
    ['{"input": "${prompt:Question}", "locale": "de"}', { input: "first", locale: "de" }],
    ['{"ticket": "${prompt:Ticket}", "locale": "de"}', { input: "first", locale: "de" }],
  ])("puts the first message of %s where its text would be", async (text, input) => {
    seed = seedOfRunFile(text, "refund.run.json");
    open({ connectionId: "app", sessionId: "n", userId: "dev-me", seed: { file: "file:///refund.run.json" } });
    send({ type: "ready" });
    await pause();
    draft(1, "first");
    await pause();
    expect(turns[0]?.request.input).toEqual(input);
  });

  test("says before a message is sent that the workspace isn't trusted", async () => {
    isTrusted = false;
    await talk(turn(1, "hello"));
    expect(composer().blocked).toBe("This workspace is not trusted, so nothing can be sent.");
    draft(1, "now");
    await pause();
    expect(turns).toEqual([]);
    isTrusted = true;
    shown.updateApp();
    await pause();
    expect(composer()).not.toHaveProperty("blocked");
  });

  test("sends nothing through a removed connection, or for an input without a place for a message", async () => {
    await talk(turn(1, "", { input: ["a list"] }));
    expect(composer().blocked).toBe("The input of the last turn has no field for a message. Go on with a run file.");
    app = undefined;
    shown.connect();
    await pause();
    expect(composer().blocked).toBe("This connection was removed, so nothing can be sent.");
    draft(1, "now");
    await pause();
    expect(turns).toEqual([]);
  });
});
