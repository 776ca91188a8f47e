import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { InputAnswer } from "#api/contract.ts";
import type { Run } from "#api/schemas.ts";
import { Emitter } from "#base/emitter.ts";
import { type Seed } from "#features/conversations/core/nextTurn.ts";
import type {
  ConversationHostMessage,
  ConversationPageMessage,
  ConversationRef,
  Draft,
  InTurn,
} from "#features/conversations/page/messages.ts";
import type { NextTurn } from "#features/conversations/vscode/composer.ts";
import { conversationPage } from "#features/conversations/vscode/conversationPage.ts";
import { ConversationPanel } from "#features/conversations/vscode/conversationPanel.ts";
import type { ConversationServices } from "#features/conversations/vscode/conversationServices.ts";
import { commandIds } from "#host/commandIds.ts";
import type { RunFacts } from "#runs/facts/runFacts.ts";
import { RunWatcher } from "#runs/live/runWatcher.ts";
import type { RunWatch } from "#runs/live/watchTypes.ts";
import { RunStore } from "#runs/store/runStore.ts";
import { RunStory } from "#runs/story/runStory.ts";
import { Cover } from "#runs/values/cover.ts";
import { AnswerService } from "#workbench/inputRequests/core/answerService.ts";
import type { RunPanelServices } from "#workbench/panel/vscode/runPanelServices.ts";
import { failure, fakeApi, FakeRuns, FakeStream, pageOf } from "../../../../support/fakeApi.ts";
import { FakePanel } from "../../../../support/fakePanel.ts";
import { MemoryDisk } from "../../../../support/state/memoryDisk.ts";
import { openShared } from "../../../../support/state/windows.ts";

const size = 10;
const key = "dq-access-key-0123456789abcdef";
const noon = Date.UTC(2026, 10, 20, 12);
const of = { connectionId: "app", sessionId: "s", userId: "lena" };
const running = { status: "started", output: null, ended_at: null };

/** What the panel finds: a test changes its part. */
const found = () => ({
  isFocused: true,
  isTrusted: true,
  app: { name: "Support Triage", isActive: true, isProduction: false } as ReturnType<ConversationServices["appOf"]>,
  indexed: [] as RunFacts[],
  /** By a run of a fork, the run whose message it sent again. */
  forks: {} as Record<string, string>,
  drafts: undefined as Draft | undefined,
  seed: undefined as Seed | undefined,
  stories: new Map<string, RunStory>(),
  ofRuns: undefined as RunPanelServices | undefined,
  answered: new Map<string, InputAnswer[]>(),
  sendTurn: undefined as ((turn: NextTurn) => Promise<string>) | undefined,
});

let server: FakeRuns;
let store: RunStore;
let shown: ConversationPanel;
let panel: FakePanel<ConversationHostMessage | InTurn, ConversationPageMessage>;
let world: ReturnType<typeof found>;
let indexChanged: Emitter<void>;
let storyChanged: Emitter<void>;
let done: unknown[];
/** The runs that are followed. */
let watched: string[];

/** The story of a run that another part of the extension follows. */
const watchOf = (runId: string): RunWatch => {
  watched.push(runId);
  const runStory = world.stories.get(runId) ?? new RunStory();
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
const turns = (from: number, to: number): Run[] =>
  Array.from({ length: to - from + 1 }, (_, n) => turn(from + n, `message ${from + n}`));

beforeEach(() => {
  vi.useFakeTimers({ now: noon });
  server = new FakeRuns();
  store = new RunStore({ api: async () => server.api, pageSize: size });
  [world, done, watched] = [found(), [], []];
  [indexChanged, storyChanged] = [new Emitter(), new Emitter()];
});

afterEach(() => {
  shown.dispose();
  store.dispose();
  vi.useRealTimers();
});

type Told = "stop" | "compare" | "run" | "act" | "copy" | "openLink";

/** Services of which a test sees only that they were called. */
const told = (...names: Told[]) =>
  Object.fromEntries(
    names.map((name) => [name, (...values: unknown[]) => void done.push([name, ...values])]),
  ) as Record<Told, () => void>;

function open(ref: ConversationRef = of): void {
  panel = new FakePanel();
  shown = new ConversationPanel(panel.shows(conversationPage, ref), {
    storeOf: () => store,
    appOf: () => world.app,
    factsOf: () => ({ facts: async () => world.indexed, onDidChange: (listener) => indexChanged.event(listener) }),
    cover: async () => new Cover([key]),
    isFocused: () => world.isFocused,
    isTrusted: () => world.isTrusted,
    watch: (_, runId) => watchOf(runId),
    ofRuns: world.ofRuns!,
    seedOf: async () => world.seed,
    send: (turn) => world.sendTurn!(turn),
    tell: (error) => (error as Error).message,
    drafts: { of: () => world.drafts, keep: (_, draft) => void (world.drafts = draft) },
    forkOf: ({ runId }) => world.forks[runId],
    sentWith: () => undefined,
    answersOf: () => world.answered,
    actsOf: ({ sessionId }) => [{ id: "keep", name: `Keep ${sessionId}`, icon: "export" }],
    ...told("stop", "compare", "run", "act", "copy", "openLink"),
  } as Partial<ConversationServices> as ConversationServices);
}

/** Longer than two updates are apart, shorter than two polls. */
const pause = (ms = 1_000) => vi.advanceTimersByTimeAsync(ms);
const ask = (message: ConversationPageMessage) => (panel.send(message), pause());

/** Opens the panel, and waits until its page has what was read. */
const shownPanel = (ref?: ConversationRef) => (open(ref), ask({ type: "ready" }));
const showing = (...runs: Run[]) => (server.put(...runs), shownPanel());

const posted = () => panel.posted.filter((message) => message.type === "conversation");
const postedTurns = () => posted().flatMap((message) => message.turns);
const inTurn = (id: string) =>
  panel.posted.flatMap((message) => ("inTurn" in message && message.inTurn === id ? message : []));
const last = () => posted().at(-1)!;

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
    api: async () => api,
    onRun: () => undefined,
    confirm: async () => true,
    storage: await openShared(new MemoryDisk()),
  });
  const services: RunPanelServices = {
    watch: ({ runId }) => {
      const watch = watcher.watch(runId);
      const dispose = watch.dispose.bind(watch);
      runs.add(runId);
      return Object.assign(watch, { dispose: () => (runs.delete(runId), dispose()) });
    },
    connection: () => ({ name: "App", production: false, exists: true, trusted: true }),
    act: (action, memory) => void done.push(["act", action, memory]),
    onLook: () => undefined,
    readingState: () => undefined,
    keepReadingState: () => undefined,
    attachments: async () => [],
    answers,
    use: () => undefined,
    saveFile: () => undefined,
    notes: () => [],
    sources: () => [],
  };
  return { services, watched: runs };
}

test("shows a run in its turn until it is folded or the page is hidden, and no run of another conversation", async () => {
  server.put(turn(1, "first"), turn(2, "second"));
  const { services, watched: ofTurns } = await servicesOfRuns();
  world.ofRuns = services;
  await shownPanel();
  const show = (runId: string): void => panel.send({ type: "inTurn", runId, message: { type: "ready" } });
  for (const runId of ["run-01", "run-02", "run-7"]) show(runId);
  await pause();
  expect([...ofTurns]).toEqual(["run-01", "run-02"]);
  const [loading, shownRun] = inTurn("run-01");
  expect(loading?.type).toBe("loading");
  expect(shownRun).toMatchObject({ type: "snapshot", state: { header: { id: "run-01" } } });
  panel.send({ type: "inTurn", runId: "run-01", message: { type: "copy", text: "a call" } });
  panel.send({ type: "inTurn", runId: "run-01", message: { type: "quit" } as never });
  expect(done).toEqual([["act", { type: "copy", text: "a call" }, { connectionId: "app", runId: "run-01" }]]);
  panel.send({ type: "fold", runId: "run-01" });
  expect([...ofTurns]).toEqual(["run-02"]);
  panel.show(false);
  expect([...ofTurns]).toEqual([]);
  // The page that comes back asks anew.
  panel.show(true);
  await ask({ type: "ready" });
  panel.posted = [];
  show("run-02");
  await pause();
  expect(inTurn("run-02").map((message) => message?.type)).toContain("snapshot");
  shown.dispose();
  expect([...ofTurns]).toEqual([]);
});

test("reads the newest turns first, and says how many there are and which message was the first", async () => {
  server.put(...turns(1, 25));
  await showing(turn(30, "of another user", { user_id: "ben" }), turn(31, "elsewhere", { session_id: "t" }));
  expect(last().order).toEqual(Array.from({ length: size }, (_, n) => `run-${n + 16}`));
  expect(last().head).toMatchObject({ title: "message 1", total: 25, hasOlder: true, isReading: false });
  expect(panel.title).toBe("message 1");
  for (const { user_id: user, session_id: session } of server.queries) expect([user, session]).toEqual(["lena", "s"]);
});

test("turns of one second stay in the order in which they were sent, and the first one names them", async () => {
  server.put(...turns(1, 25).map((run) => ({ ...run, started_at: new Date(noon).toISOString() })));
  await shownPanel();
  expect(last().order).toEqual(Array.from({ length: size }, (_, n) => `run-${n + 16}`));
  for (let n = 0; n < 3; n++) await ask({ type: "showOlder" });
  expect(last().order).toEqual([...server.runs.keys()]);
  expect(panel.title).toBe("message 1");
});

test("shows no turns before the list was read, as some between them may be missing", async () => {
  server.put(...turns(1, 9));
  for (const n of [1, 9]) store.upsert(turn(n, `message ${n}`));
  await shownPanel();
  expect(new Set(posted().map(({ order }) => order.length))).toEqual(new Set([0, 9]));
});

test("asks the app again only while it is visible and the window has the focus", async () => {
  server.put(turn(1, "hello"));
  await shownPanel();
  await pause(120_000);
  const polled = server.queries.length;
  expect(polled).toBeGreaterThan(1);
  panel.show(false);
  await pause(600_000);
  expect(server.queries).toHaveLength(polled);
  world.isFocused = false;
  panel.show(true);
  panel.send({ type: "ready" });
  await pause(600_000);
  expect(server.queries).toHaveLength(polled);
  server.put(turn(2, "still there?"));
  world.isFocused = true;
  shown.look();
  await pause();
  expect(last().order).toEqual(["run-01", "run-02"]);
});

test("the end of an old turn is seen although newer ones fill a page", async () => {
  server.put(turn(1, "wait", { status: "awaiting_input", output: null, ended_at: null }));
  await showing(...turns(2, 15));
  await ask({ type: "showOlder" });
  expect(last().order).toHaveLength(15);
  server.put(turn(1, "wait"));
  await pause(60_000);
  expect(postedTurns().findLast(({ runId }) => runId === "run-01")?.status).toBe("completed");
});

test("a problem stays beside what was read, and ends with the next read", async () => {
  server.before = () => Promise.reject(failure());
  await shownPanel();
  expect(last()).toMatchObject({ order: [], head: { problem: "A network error.", isReading: false } });
  server.before = () => undefined;
  server.put(turn(1, "hello"));
  await ask({ type: "retry" });
  expect([last().head.problem, last().order]).toEqual([undefined, ["run-01"]]);
  world.app = undefined;
  shown.connect();
  await pause();
  const problem = "This connection was removed, so new turns don't appear here.";
  expect(last()).toMatchObject({ head: { problem, canRetry: false }, order: ["run-01"] });
});

test("runs without a user are a conversation of their own, whose turns nobody counts before all are read", async () => {
  for (let n = 1; n <= 15; n++) server.put(turn(n, `message ${n}`, { user_id: n % 2 === 0 ? "ben" : null }));
  await shownPanel({ connectionId: "app", sessionId: "s" });
  expect(last().order).toEqual(["run-07", "run-09", "run-11", "run-13", "run-15"]);
  expect(last().head.total).toBeUndefined();
  expect(last().head).toMatchObject({ hasOlder: true, title: "message 1" });
  await ask({ type: "showOlder" });
  expect(last().head).toMatchObject({ hasOlder: false, total: 8 });
});

test("covers keys in everything that it shows", async () => {
  const input = { input: `My key is ${key}`, note: key };
  server.put(turn(1, "hello"), turn(2, "", { input, output: { output: `You said ${key}` } }));
  await showing(turn(3, "again", { status: "failed", error: { code: "denied", message: `No access for ${key}` } }));
  expect(last().order).toHaveLength(3);
  expect(JSON.stringify(posted())).not.toContain(key);
});

test("opens only runs that it shows, and only web and mail addresses", async () => {
  await showing(turn(1, "hello"));
  for (const runId of ["run-01", "../run-02"]) panel.send({ type: "open", runId });
  for (const address of ["https://example.com/", "command:workbench.action.quit"])
    panel.send({ type: "openLink", address });
  expect(last().head.acts.map(({ name }) => name)).toEqual(["Keep s"]);
  panel.send({ type: "act", id: "keep" });
  panel.send({ type: "copy", text: "s" });
  expect(done).toEqual([
    ["run", commandIds.openRun, { connectionId: "app", runId: "run-01" }],
    ["openLink", "https://example.com/"],
    ["act", "keep", of],
    ["copy", "s"],
  ]);
});

test("keeps what is written for the next panel of the conversation, and gives it once", async () => {
  await showing(turn(1, "hello"));
  expect(posted().some((message) => "draft" in message)).toBe(false);
  panel.send({ type: "draft", draft: { id: 1, message: "half a sent", others: "{}" } });
  shown.dispose();
  await showing(turn(2, "elsewhere"));
  server.put(turn(3, "elsewhere"));
  await pause(20_000);
  expect(posted().flatMap(({ draft }) => draft?.message ?? [])).toEqual(["half a sent"]);
});

test("shows the text of a turn as it grows, and follows it only while the page is shown", async () => {
  const story = new RunStory();
  world.stories.set("run-02", story);
  const say = (sequence: number, delta: string): void => {
    const data = { object: "agent.text.delta", delta };
    story.apply([{ id: `e${sequence}`, sequence, type: "agent.text.delta", run_id: "run-02", data }]);
    storyChanged.fire();
  };
  await showing(turn(1, "hello"), turn(2, "more", running));
  expect(watched).toEqual(["run-02"]);
  say(1, "One ");
  say(2, `two ${key}`);
  await pause();
  const shownTurn = () => postedTurns().findLast(({ runId }) => runId === "run-02");
  expect(shownTurn()).toMatchObject({ growing: true, answer: expect.stringMatching(/^One two /) });
  expect(JSON.stringify(posted())).not.toContain(key);
  panel.show(false);
  expect(watched).toEqual([]);
  panel.show(true);
  await ask({ type: "ready" });
  expect(watched).toEqual(["run-02"]);
  store.upsert(turn(2, "more", { status: "canceled", output: null }));
  await pause();
  expect(shownTurn()).toMatchObject({ status: "canceled", answer: expect.stringMatching(/^One two /) });
  expect(shownTurn()?.growing).toBeUndefined();
  store.upsert(turn(2, "more", { ended_at: new Date(noon + 200_000).toISOString() }));
  await pause();
  expect(watched).toEqual([]);
  expect(shownTurn()).toMatchObject({ answer: "answer 2" });
  expect(shownTurn()?.growing).toBeUndefined();
});

test("sends what its composer sends, and shows the turn", async () => {
  server.put(turn(1, "hello"));
  world.sendTurn = async ({ request, message, onCreated }) => {
    const run = turn(2, message, { input: request.input });
    server.put(run);
    store.upsert(run);
    onCreated(run.id);
    return run.id;
  };
  await shownPanel();
  await ask({ type: "send", draft: 1, attempt: 1, message: "and now?" });
  expect(last()).toMatchObject({ order: ["run-01", "run-02"], composer: { sent: 1, from: "from turn 2" } });
  world.isTrusted = false;
  shown.updateConnection();
  await pause();
  expect(last().composer?.blocked).toMatch(/Restricted Mode/);
});
