import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { parseGoldenFile } from "#features/golden/core/file/goldenFile.ts";
import type { GoldenTest } from "#features/golden/core/file/goldenTypes.ts";
import { type GoldenWorld, openGoldenWorld } from "../../../../../support/golden/goldenWorld.ts";
import { type SampleApp, startSampleApp } from "../../../../../support/sample/testApp.ts";

const file = new URL("../../../../../workspace/chat/remembers.golden.json", import.meta.url);
const text = readFileSync(file, "utf8");
const remembers = conversation(text);
const completed = { status: "completed" };

let app: SampleApp;
let world: GoldenWorld;

beforeAll(async () => {
  app = await startSampleApp({ speed: 1_000_000, pastRuns: 0 });
  world = await openGoldenWorld({ baseUrl: app.url, accessKey: app.accessKey });
});

beforeEach(() => void (app.drift = undefined));

afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await app.close();
});

function conversation(content: string): GoldenTest {
  const { tests, problems } = parseGoldenFile(content, "a.golden.json");
  expect(problems).toEqual([]);
  return tests[0]!;
}

/** A conversation with these messages. @param checks of each turn; completed by default */
function chat(messages: readonly (string | object)[], more: object = {}, checks: readonly object[][] = []): GoldenTest {
  const turns = messages.map((message, index) => ({
    input: { play: "chat", ...(typeof message === "string" ? { input: message } : message) },
    checks: checks[index] ?? [completed],
  }));
  return conversation(JSON.stringify({ name: "Chat", request: { user_id: "customer-1" }, turns, ...more }));
}

const created = (before: number): typeof app.created => app.created.slice(before);

test("the turns of a conversation are sent in order, in one new session, each after the end of the one before", async () => {
  const before = app.created.length;
  const { outcome, progress } = await world.run(remembers);
  expect(outcome).toMatchObject({ kind: "passed", description: "", failures: [] });
  const runs = created(before);
  expect(runs.map(({ input }) => input["input"])).toEqual([
    "Hi, my name is Lena and my order is 4411.",
    "What is the number of my order?",
    "What is my name?",
  ]);
  expect(new Set(runs.map(({ session_id, user_id }) => `${session_id} ${user_id}`)).size).toBe(1);
  expect(runs[0]).toMatchObject({ user_id: "customer-2210", session_id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  const ids = runs.map(({ run_id }) => run_id);
  expect(outcome.runs).toMatchObject([{ attempt: 1, runId: ids[2], turnRuns: ids, status: "completed" }]);
  expect(outcome.runs[0]?.checks.map(({ index, turn }) => [index, turn])).toEqual([
    [0, 1],
    [1, 1],
    [2, 2],
    [3, 2],
    [4, 2],
    [5, 3],
  ]);
  expect(progress.map((each) => (each.kind === "created" ? each.turn : each.kind))).toEqual([1, 2, 3, "ended"]);
  const api = await world.session.api();
  const all = await Promise.all(ids.map((id) => api.getRun(id)));
  for (const [index, run] of all.entries())
    if (index > 0) expect(Date.parse(run.started_at!)).toBeGreaterThanOrEqual(Date.parse(all[index - 1]!.ended_at!));
});

test("a turn that fails ends the conversation, and the result names the turn and the check at its line", async () => {
  app.drift = { seed: 1 };
  const before = app.created.length;
  const { outcome } = await world.run(remembers);
  expect(outcome).toMatchObject({
    kind: "failed",
    description: 'Turn 2: the answer doesn\'t contain "4411"',
    failures: [{ index: 3, message: 'Turn 2: the answer doesn\'t contain "4411"' }],
  });
  const line = text.split("\n").findIndex((each) => each.includes(`"contains": "4411"`)) + 1;
  expect(outcome.failures[0]?.range.line).toBe(line);
  const runs = created(before);
  expect(runs).toHaveLength(2);
  expect(outcome.failures[0]?.results).toMatchObject([{ runId: runs[1]?.run_id }]);
});

test("a conversation that is repeated has a new session each time, and all of them are counted", async () => {
  const before = app.created.length;
  const twice = chat(["Hi, my name is Lena.", "What is my name?"], { repeat: { times: 3, atLeast: 2 } }, [
    [completed],
    [{ answer: { contains: "Lena" } }],
  ]);
  const { outcome } = await world.run(twice, { concurrency: 3 });
  expect(outcome).toMatchObject({ kind: "passed", description: "3 of 3 passed" });
  const sessions = created(before).map(({ session_id }) => session_id);
  expect(new Set(sessions).size).toBe(3);
  for (const session of sessions) expect(sessions.filter((each) => each === session)).toHaveLength(2);
  app.drift = { seed: 1 };
  expect((await world.run(twice)).outcome).toMatchObject({
    kind: "failed",
    description: "0 of 3 passed, needs 2",
    failures: [{ message: 'Turn 2: the answer doesn\'t contain "Lena", in 3 of 3 conversations' }],
  });
});

test("each turn sends the answers that are recorded for it, and a question without one ends the conversation", async () => {
  const asks = { approval: "*", approved: true, replay: true };
  const turn = (input: string, more: object = {}) => ({ input: { play: "chat", input }, checks: [completed], ...more });
  const said = app.answers.length;
  const answered = conversation(
    JSON.stringify({
      name: "a",
      request: { user_id: "b" },
      turns: [turn("My order is 4411."), turn("Refund", { answers: [asks] })],
    }),
  );
  expect((await world.run(answered)).outcome.kind).toBe("passed");
  expect(app.answers).toHaveLength(said + 1);
  const before = app.created.length;
  const open = conversation(
    JSON.stringify({
      name: "a",
      request: { user_id: "b" },
      turns: [turn("My order is 4411.", { answers: [asks] }), turn("Refund"), turn("Thanks")],
    }),
  );
  const { outcome } = await world.run(open);
  expect(outcome.kind).toBe("errored");
  expect(outcome.description).toMatch(/^Turn 2: The test has no answer for “/);
  expect(outcome.failure?.range).toEqual(open.turns[1]?.request.range);
  expect(created(before)).toHaveLength(2);
  expect((await (await world.session.api()).getRun(created(before)[1]!.run_id)).status).toBe("canceled");
});

test("a conversation that is stopped sends no further turn", async () => {
  const stop = new AbortController();
  const before = app.created.length;
  const creator: GoldenWorld["deps"]["creator"] = {
    create: async (...args) => {
      const made = await world.creator.create(...args);
      stop.abort();
      return made;
    },
  };
  const { outcome } = await world.run(chat(["Hello", "Thanks"]), { creator }, stop.signal);
  expect(outcome).toMatchObject({ kind: "canceled", runs: [{ turnRuns: { length: 1 } }] });
  expect(created(before)).toHaveLength(1);
});
