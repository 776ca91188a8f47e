import { beforeEach, describe, expect, test } from "vitest";
import type { FileSource } from "#api/contract.ts";
import type { Run } from "#api/schemas.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { seedOfRunFile } from "#features/conversations/core/nextTurn.ts";
import type { ComposerView, ConversationRef } from "#features/conversations/page/messages.ts";
import { Composer, type KnownConversation, type NextTurn } from "#features/conversations/vscode/composer.ts";
import { conversationOf } from "#runs/sessions/conversation.ts";
import { Cover } from "#runs/values/cover.ts";

const key = "dq-access-key-0123456789abcdef";
const ref: ConversationRef = { connectionId: "app", sessionId: "s", userId: "lena" };

let composer: Composer;
let runs: Run[];
/** What the panel knows besides the runs. */
let known: Partial<KnownConversation>;
let sent: NextTurn[];
let done: unknown[];
let answer: (turn: NextTurn) => Promise<string | undefined>;

const file = (name: string): FileSource => ({
  name,
  size: 3,
  path: `/tmp/${name}`,
  async *open() {
    yield new Uint8Array(3);
  },
});

const turn = (id: string, input: unknown, more: Partial<Run> = {}): Run => ({
  id,
  status: "completed",
  user_id: "lena",
  session_id: "s",
  input: typeof input === "string" ? { input } : input,
  output: { output: `answer ${id}` },
  ...more,
});

beforeEach(() => {
  [runs, sent, done, known] = [[turn("1", "hello")], [], [], {}];
  answer = async ({ request, onCreated }) => {
    runs.push(turn(String(runs.length + 1), request.input));
    onCreated(String(runs.length));
    return String(runs.length);
  };
  composer = new Composer(
    ref,
    {
      send: (next) => (sent.push(next), answer(next)),
      chooseFiles: async () => [file("receipt.png")],
      filesAt: async (_, addresses) => addresses.map((address) => file(address.split("/").at(-1)!)),
      fileOf: (name, bytes) => ({ ...file(name), path: undefined, size: bytes.byteLength }),
      tell: (error) => (error as Error).message,
      keepField: (_, field) => void (known.field = field),
      stop: (run) => void done.push(run),
    },
    () => undefined,
  );
});

/** What the page gets. */
function view(): ComposerView {
  const cover = new Cover([key]);
  const turns = conversationOf(
    runs.toReversed().map((run) => cover.value(run)),
    known.field,
  );
  const rest = {
    seed: undefined,
    field: undefined,
    isProduction: false,
    otherApp: undefined,
    asksFor: undefined,
    problem: undefined,
  };
  return composer.view({ turns, total: turns.length, newest: runs.at(-1), ...rest, isTrusted: true, ...known, cover });
}

/** Presses the button, and waits until it is free again. @param others the other fields as the person edited them */
async function send(attempt: number, message: string, others?: string): Promise<ComposerView> {
  view();
  composer.send({ draft: attempt, attempt, message, others });
  await settle();
  return view();
}

/** Lets everything happen that is under way. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

test("sends the next turn with the ids and the other fields of the last one, once", async () => {
  const input = { locale: "de", question: "hello", session_id: "s" };
  runs = [turn("1", input)];
  expect(view()).toMatchObject({ into: "question", count: 1, from: "from turn 1", isFirst: false });
  expect(JSON.parse(view().others)).toEqual({ locale: "de" });
  composer.send({ draft: 7, attempt: 7, message: "and now?" });
  await send(7, "and now?");
  // Another press of the button, for the same draft.
  composer.send({ draft: 7, attempt: 8, message: "and now?" });
  expect(sent.map(({ request }) => request)).toEqual([
    { input: { ...input, question: "and now?" }, user_id: "lena", session_id: "s" },
  ]);
  expect(view()).toMatchObject({ sent: 7, from: "from turn 2" });
});

test("asks before the first turn to each app in production alone", async () => {
  known = { isProduction: true, asksFor: "https://one.example" };
  answer = async () => undefined;
  expect(await send(1, "declined")).toMatchObject({ settled: 1 });
  expect(view().sent).toBeUndefined();
  answer = async ({ onCreated }) => (onCreated("1"), "1");
  for (const n of [2, 3]) await send(n, "yes");
  known = { isProduction: true, asksFor: "https://two.example" };
  await send(4, "yes");
  expect(sent.map(({ agreedTo }) => agreedTo)).toEqual([undefined, undefined, "https://one.example", undefined]);
});

test("sends nothing while a turn runs or waits, and says why", async () => {
  runs.push(turn("2", "wait", { status: "started", output: null }));
  expect(view()).toMatchObject({ open: { runId: "2", name: "Turn 2", waits: false } });
  const { blocked } = view();
  expect(blocked).toContain("Turn 2 is still running.");
  expect(await send(1, "now")).toMatchObject({ problem: blocked, settled: 1 });
  for (const runId of ["2", "elsewhere"]) composer.stop(runId);
  expect(done).toEqual([{ connectionId: "app", runId: "2" }]);
  runs[1] = turn("2", "wait", { status: "awaiting_input", output: null });
  expect(view()).toMatchObject({ blocked: "Turn 2 waits for your answer.", open: { waits: true } });
  runs[1] = turn("2", "wait");
  expect(view().blocked).toBeUndefined();
  expect(sent).toEqual([]);
});

test.each<[string, Partial<KnownConversation>, Run[]]>([
  ["is in Restricted Mode", { isTrusted: false }, [turn("1", "hello")]],
  ["no message field", {}, [turn("1", ["a list"])]],
  ["was removed", { problem: "This connection was removed." }, [turn("1", "hello")]],
])("sends nothing, and says before that it %s", async (words, more, turns) => {
  [known, runs] = [more, turns];
  expect(view().blocked).toContain(words);
  await send(1, "now");
  expect(sent).toEqual([]);
});

test("a turn that fails keeps its draft, and one that arrived all the same counts as sent", async () => {
  answer = () => Promise.reject(new Error(`No response arrived for ${key}.`));
  composer.attach();
  await settle();
  expect(await send(1, "again")).toMatchObject({ problem: "No response arrived for •••.", settled: 1 });
  expect(view().sent).toBeUndefined();
  expect(view().files).toHaveLength(1);
  runs.push(turn("3", "again"));
  expect(view()).toMatchObject({ sent: 1, files: [] });
  expect(view().problem).toBeUndefined();
});

test.each([
  ["{\n  x: 1 }", "line 2: this isn't valid JSON"],
  ['{"input": "x"}', "line 1: input is set by the message"],
  ['{"a": 1,\n"a": 2}', "line 2: a appears twice"],
  ['{"note": "•••"}', "note contains a hidden secret"],
])("the other fields are refused as %s", async (text, problem) => {
  view();
  composer.checkFields(text);
  expect(view().fieldsProblem).toContain(problem);
  await send(1, "now", text);
  expect(sent).toEqual([]);
  composer.checkFields("{}");
  expect(view().fieldsProblem).toBeUndefined();
});

test("the other fields are sent with their numbers as written, and covered ones whole", async () => {
  runs = [turn("1", { input: "hello", token: key, level: 1 })];
  expect(view().others).not.toContain(key);
  const { token } = JSON.parse(view().others) as { token: string };
  await send(1, "a", `{"token": ${JSON.stringify(token)}, "order": 12345678901234567890}`);
  expect(stringifyJson(sent[0]?.request.input)).toBe(
    `{"input":"a","token":${JSON.stringify(key)},"order":12345678901234567890}`,
  );
  const changed = await send(2, "b", `{"token": ${JSON.stringify(`${token} and more`)}}`);
  expect(changed.fieldsProblem).toContain("token contains a hidden secret");
  expect(sent).toHaveLength(1);
});

test("attaches files by button, drop and paste, each path once, and detaches them when they were sent", async () => {
  composer.attach();
  composer.attach();
  await settle();
  composer.attachAddresses(["file:///home/statement.pdf"]);
  await settle();
  composer.attachBytes([{ name: "image.png", bytes: new ArrayBuffer(5) }]);
  await settle();
  const files = view().files.map(({ name, size }) => `${name} ${size}`);
  expect(files).toEqual(["receipt.png 3", "statement.pdf 3", "image.png 5"]);
  composer.detach(view().files[1]!.id);
  await send(1, "here");
  expect(sent[0]?.files.map(({ name }) => name)).toEqual(["receipt.png", "image.png"]);
  expect(view().files).toEqual([]);
});

describe("a first turn", () => {
  beforeEach(() => void (runs = []));

  test("has the fields of another run, and not its messages", async () => {
    const history = [{ role: "user", content: "hi" }];
    known = {
      seed: { turn: { input: { locale: "de", chat_history: history }, output: "ho" }, name: "refund.run.json" },
    };
    expect(view()).toMatchObject({ isFirst: true, into: "chat_history", from: "from refund.run.json", count: 1 });
    expect(view().hint).toBe("Starts a conversation of lena, session s");
    await send(1, "first");
    const input = { locale: "de", chat_history: [{ role: "user", content: "first" }] };
    expect(sent[0]?.request).toEqual({ input, user_id: "lena", session_id: "s" });
  });

  test("has no session of another run, at any depth", async () => {
    const input = { input: "hi", metadata: { session_id: "other" }, thread_id: "other" };
    known = { seed: { turn: { input, session_id: "other" }, name: "the run “hi”" } };
    expect(view().others).not.toContain("other");
    await send(1, "first");
    expect(sent[0]?.request.input).toEqual({ input: "first", metadata: { session_id: "s" }, thread_id: "s" });
  });

  test.each<[string, string | undefined, object?]>([
    ['{"input": {"input": "a", "a": "${newSession}"}, "session": "new"}', undefined, { input: "first", a: "s" }],
    ['{"ticket": "${prompt:Ticket}"}', undefined, { ticket: "first" }],
    ['{"input": "${prompt:Question}", "locale": "de"}', undefined, { input: "first", locale: "de" }],
    ['{"input": "${prompt:Question}", "note": "for ${env:NAME}", "tags": ["${uuid}"]}', "left out: note, tags."],
    ['{"input": {}, "mode": 3}', "refund.run.json, line 1, column 23: "],
  ])("of the run file %s says what is missing, and has its message in place", async (text, missing, input) => {
    known = { seed: seedOfRunFile(text, "refund.run.json") };
    if (missing === undefined) expect(view().missing).toBeUndefined();
    else expect(view().missing).toContain(missing);
    expect((await send(1, "first")).missing).toBeUndefined();
    if (input) expect(sent[0]?.request.input).toEqual(input);
  });
});
