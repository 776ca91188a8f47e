import { afterAll, beforeAll, expect, test } from "vitest";
import { comparisonCopy } from "../../../src/agentTools/copies/comparisonCopy.ts";
import { runCopy, stepsCopy } from "../../../src/agentTools/copies/runCopy.ts";
import { readRunWithStory } from "../../../src/agentTools/stories/heldStories.ts";
import type { ToolName } from "../../../src/agentTools/toolNames.ts";
import { startAppWith, type ToldApp } from "../../support/agentTools/hostileApp.ts";
import { openToolWorld, type ToolWorld } from "../../support/agentTools/toolWorld.ts";

/** The connection's own key, of a form that nobody knows. */
const accessKey = "Zq7Wn3Lk0Pv5Tb8Xc1Yd4Rf6Gh9Js2Mt";
const bearers = { a: "aaaaQ1bbbbW2ccccE3dddd", b: "bbbbR4ccccT5ddddY6eeee" };
const token = "9944b09199c62bcf9418";
/** None of these parts may be anywhere. */
const parts = [accessKey, ...Object.values(bearers), token].flatMap((key) =>
  Array.from({ length: Math.floor(key.length / 6) }, (_, place) => key.slice(place * 6, place * 6 + 6)),
);

let app: ToldApp;
let world: ToolWorld;

/** Keys at all distances from the places at which a long text is folded. */
function longText(bearer: string): string {
  const around = Array.from({ length: 40 }, (_, place) => `${"x".repeat(place)} ${accessKey}`).join(" ");
  return `Authorization: Bearer ${bearer}\nAuthorization: Token ${token}\n${around}`;
}

function runOf(id: string, bearer: string) {
  const request = {
    id: "asks",
    type: "approval_request",
    prompt: longText(bearer),
    params: { note: longText(bearer) },
  };
  return {
    id,
    status: "awaiting_input",
    user_id: `user ${accessKey}`,
    input: { text: longText(bearer), headers: { Authorization: `Token ${token}` } },
    output: { list: [longText(bearer)], "set-cookie": [`sid=${token}`], token: { value: token } },
    input_requests: [request],
  };
}

function eventsOf(bearer: string): object[] {
  const tool = { id: "call", tool: { name: "crm", type: "x" }, input: { text: longText(bearer) }, iteration: 1 };
  const events: [string, object][] = [
    ["run.started", { id: "run", status: "started" }],
    ["agent.reasoning.delta", { object: "thought", delta: `it is ${accessKey.slice(0, 9)}`, iteration: 1 }],
    [
      "agent.reasoning.delta",
      { object: "thought", delta: `${accessKey.slice(9)}, and Bearer ${bearer}`, iteration: 1 },
    ],
    ["agent.tool_call.started", tool],
    ["agent.tool_call.completed", { ...tool, result: longText(bearer), status: "failure" }],
    ["custom", { rest: longText(bearer), [accessKey]: [accessKey] }],
    ["run.failed", { status: "failed", error: { type: accessKey, message: longText(bearer) } }],
  ];
  return events.map(([type, data], index) => ({ id: `e${index}`, type, sequence: index + 1, data }));
}

beforeAll(async () => {
  const error = { type: "GatewayError", message: `refused ${longText(bearers.a)}` };
  const failed = { ...runOf("c", bearers.a), status: "failed", error, input_requests: [] };
  const runs = [runOf("a", bearers.a), runOf("b", bearers.b), failed];
  app = await startAppWith({ runs, events: { a: eventsOf(bearers.a), b: eventsOf(bearers.b) } });
  world = await openToolWorld({ baseUrl: app.url, accessKey });
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await app[Symbol.asyncDispose]();
});

function expectCovered(text: string): void {
  expect(text).toContain("•••");
  expect(parts.filter((part) => text.includes(part))).toEqual([]);
}

const calls: readonly [ToolName, object][] = [
  ["listRuns", {}],
  ["listCauses", {}],
  ["getRun", { runId: "a" }],
  ["getRun", { runId: "a", part: "input" }],
  ["getRun", { runId: "a", part: "output" }],
  ["readStory", { runId: "a" }],
  ["readStory", { runId: "a", step: "2" }],
  ["readStory", { runId: "a", step: "3" }],
  ["findInRun", { runId: "a", text: "xxx" }],
  ["readEvents", { runId: "a" }],
  ["readEvents", { runId: "a", from: 3 }],
  ["readEvents", { runId: "a", sequence: 2 }],
  ["readEvents", { runId: "a", sequence: 3 }],
  ["readEvents", { runId: "a", sequence: 6 }],
  ["compareRuns", { runA: "a", runB: "b" }],
  ["listInputRequests", {}],
  ["waitForRun", { runId: "a" }],
  ["answerInputRequest", { runId: "a", requestId: "absent", approved: true }],
];

test.each(calls)("%s %j shows no part of a key, however small its budget", async (name, input) => {
  for (const budgetTokens of [400, 700, 1_300, 4_000, 20_000]) {
    const { text } = await world.call(name, input, { budgetTokens });
    expectCovered(text);
  }
});

test("all parts of a long value show no part of a key", async () => {
  let cursor: string | undefined;
  let joined = "";
  do {
    const { text } = await world.call("readStory", { runId: "a", step: "3", cursor }, { budgetTokens: 420 });
    joined += text;
    cursor = /cursor "([\w-]+)"/.exec(text)?.[1];
  } while (cursor !== undefined);
  expect(joined.length).toBeGreaterThan(2_000);
  expectCovered(joined);
});

test("a key can't be found, neither whole nor by its beginning", async () => {
  for (const key of [accessKey, accessKey.slice(0, 8), token.slice(3, 12)]) {
    const { text } = await world.call("findInRun", { runId: "a", text: key });
    expect(text).toMatch(/^Found in 0 of the searched steps/);
  }
});

test("a person who confirms sees no key, and neither does the log", async () => {
  world.agrees = false;
  const before = world.log.length;
  const input = { runId: "a", requestId: "asks", approved: true, feedback: longText(bearers.a) };
  await world.call("answerInputRequest", input);
  await world.call("cancelRun", { runId: "a" });
  for (const { question, facts } of world.asked) expectCovered([question, ...facts].join("\n"));
  expect(world.asked).toHaveLength(2);
  expectCovered(
    world.log
      .slice(before)
      .map((entry) => entry.arguments)
      .join("\n"),
  );
});

test("copies for people and models show no part of a key", async () => {
  const call = { signal: new AbortController().signal, onProgress: () => undefined };
  const cover = await world.host.cover();
  const a = await readRunWithStory(world.session, "a", call, cover);
  const b = await readRunWithStory(world.session, "b", call, cover);
  const ids = a.story.slice(0, a.story.length).map(({ id }) => id);
  for (const reader of ["person", "model"] as const) {
    for (const budgetTokens of [400, 1_000, 8_000]) {
      const options = { reader, budgetTokens, cover };
      expectCovered(runCopy(a, "an app", options).text);
      expectCovered(stepsCopy(a, ids, "an app", options).text);
      expectCovered(comparisonCopy(a, b, "an app", options).text);
    }
  }
});
