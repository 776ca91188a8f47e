import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../harness/paths.ts";
import { type RecordingApp, startRecordingApp } from "../../../support/agentTools/recordingApp.ts";
import { openToolWorld, type ToolWorld } from "../../../support/agentTools/toolWorld.ts";
import { type SampleApp, startSampleApp } from "../../../support/sample/testApp.ts";

let app: SampleApp;
let world: ToolWorld;
let home: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  home = await temporaryFolder();
  app = await startSampleApp({ speed: 100_000, pastRuns: 0 });
  const connection = { production: "ask" } as const;
  world = await openToolWorld({ baseUrl: app.url, accessKey: app.accessKey, folder: home.path, connection });
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await app.close();
  await home.remove();
});

beforeEach(() => {
  world.agrees = true;
  world.asked.length = 0;
});

async function file(name: string, content: unknown): Promise<string> {
  await writeFile(join(home.path, name), typeof content === "string" ? content : JSON.stringify(content));
  return name;
}

/** A run that waits for an approval, with the id of its input request. */
async function askedApproval(input: object = { amount: 620 }): Promise<{ runId: string; requestId: string }> {
  const api = await world.session.api();
  const { id: runId } = await api.createRun({ input }, { mode: "background" });
  const [, requestId = ""] =
    /requestId: (\S+); kind: approval/.exec((await world.call("waitForRun", { runId })).text) ?? [];
  return { runId, requestId };
}

test("a long feedback hides no changed value, and nothing of an answer's question is cut", async () => {
  const { runId, requestId } = await askedApproval();
  const feedback = `${"Looks good. ".repeat(1_200)}End of the feedback.`;
  const answer = { runId, requestId, approved: true, feedback, params: { amount: 999999 } };
  world.agrees = false;
  await world.call("answerInputRequest", answer);
  const [host, decision, changed, ...others] = world.asked.at(-1)?.facts ?? [];
  expect([host, decision, changed]).toEqual([
    `Host: ${new URL(app.url).host}, marked as production`,
    "Answer: approved",
    "Changed amount: 999999 (proposed: 620)",
  ]);
  expect(others).toContain(`Feedback: ${feedback}`);
});

test("a question covers the key where an answer repeats it, and the log has only names", async () => {
  const { runId, requestId } = await askedApproval();
  const before = world.log.length;
  world.agrees = false;
  const feedback = `The key is ${app.accessKey}`;
  await world.call("answerInputRequest", { runId, requestId, approved: true, feedback });
  const told = world.asked.at(-1)?.facts ?? [];
  expect(told.filter((text) => text.includes("The key is •••"))).toHaveLength(1);
  expect(told.join("\n")).not.toContain(app.accessKey.slice(-8));
  const logged = world.log.slice(before).map((entry) => entry.arguments);
  expect(logged).toEqual(["runId, requestId, approved, feedback"]);
});

test("an approval names also the proposed values that it doesn't send", async () => {
  const { runId, requestId } = await askedApproval({ amount: 999999 });
  world.agrees = false;
  await world.call("answerInputRequest", { runId, requestId, approved: true });
  expect(world.asked.at(-1)?.facts.slice(1, 4)).toEqual([
    "Answer: approved",
    "Unchanged amount: 999999",
    'Unchanged currency: "USD"',
  ]);
  await world.call("answerInputRequest", { runId, requestId, approved: false });
  expect(world.asked.at(-1)?.facts.filter((fact) => fact.includes("amount"))).toEqual([]);
});

test("what doesn't fit the question is refused, and nobody is asked", async () => {
  const { runId, requestId } = await askedApproval();
  const long = { runId, requestId, approved: true, feedback: "x".repeat(20_000), params: { amount: 999999 } };
  const path = await file("long.run.json", { input: { text: "y".repeat(30_000) } });
  const before = app.created.length;
  for (const result of [await world.call("answerInputRequest", long), await world.call("runFile", { path })]) {
    expect(result).toMatchObject({ isError: true });
    expect(result.text).toContain("too long to show to the person");
  }
  expect(world.asked).toEqual([]);
  expect(app.created).toHaveLength(before);
  expect(app.answers.filter(({ run_id: id }) => id === runId)).toEqual([]);
});

test("the question names where links in the workspace lead, and what is new with each call", async () => {
  await file("real.txt", "hello");
  await symlink(join(home.path, "real.txt"), join(home.path, "other.txt"));
  const path = await file("new.run.json", {
    input: { id: "${uuid}", at: "${now}", text: "${file:real.txt}" },
    session: "new",
    files: ["other.txt"],
  });
  expect((await world.call("runFile", { path })).isError).toBe(false);
  expect(world.asked.at(-1)?.facts.slice(2)).toEqual([
    'Input: {"id":"${uuid}","at":"${now}","text":"hello"}',
    "Session: ${newSession}",
    "Attachment: other.txt (5 B), a link to real.txt",
    "Filled in: ${uuid}, ${now}, ${file:real.txt}, ${newSession}",
  ]);
});

describe("the question of golden tests", () => {
  const checks = [{ status: "completed" }];

  test("names host, users, inputs, files and answers of every test, and nothing that isn't sent", async () => {
    await file(".env", "API_KEY=1");
    await file("real.txt", "hello");
    const session = "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d";
    const answers = [
      { approval: "refund", approved: true, params: { amount: 999999 }, feedback: "Go on", replay: true },
      { question: "*", text: "Yes", replay: true },
      { approval: "*", approved: false },
    ];
    const smoke = {
      request: { input: { amount: 1_000_000 }, user_id: "ceo", session_id: session, files: [".env"] },
      repeat: { times: 3, atLeast: 1 },
    };
    const fresh = { input: { id: "${uuid}", at: "${now}", text: "${file:real.txt}" }, session: "new" };
    const tests = [
      { name: "smoke", ...smoke, checks },
      { name: "fresh", request: fresh, answers, checks },
      { name: "broken", request: { input: {}, files: ["gone.txt"] }, checks },
    ];
    const paths = [await file("question.golden.json", { tests })];
    world.agrees = false;
    await world.call("runGoldenTests", { paths, replayAnswers: true });
    const facts = world.asked.at(-1)?.facts ?? [];
    expect(facts.slice(0, -1)).toEqual([
      `Host: ${new URL(app.url).host}, marked as production`,
      "This starts 4 real runs.",
      "Test: smoke (question.golden.json), 3 runs",
      'Input: {"amount":1000000}',
      "User: ceo",
      `Session: ${session}`,
      "Attachment: .env (9 B)",
      "Test: fresh (question.golden.json)",
      'Input: {"id":"${uuid}","at":"${now}","text":"hello"}',
      "Filled in: ${uuid}, ${now}, ${file:real.txt}",
      "Session: a new one in each run",
      'Answer to refund: approved, params: {"amount":999999}, feedback: "Go on"',
      'Answer to *: "Yes"',
    ]);
    expect(facts.at(-1)).toMatch(
      /^Test: broken \(question\.golden\.json\) can't start a run: .*gone\.txt doesn't exist/,
    );
    await world.call("runGoldenTests", { paths, tests: ["fresh"] });
    expect(world.asked.at(-1)?.facts.slice(1)).toEqual([
      "This starts 0 real runs.",
      "Test: fresh (question.golden.json) can't start a run: it sends recorded answers, which this call doesn't allow",
    ]);
  });
});

describe("numbers", () => {
  let recording: RecordingApp;
  let numbers: ToolWorld;
  let count = 0;

  beforeAll(async () => {
    recording = await startRecordingApp();
    recording.asks = '{"id":"asked","type":"approval_request","params":{"amount":1.0},"editable_params":["amount"]}';
    numbers = await openToolWorld({ baseUrl: recording.url, accessKey: app.accessKey });
  });

  afterAll(async () => {
    await numbers[Symbol.asyncDispose]();
    await recording[Symbol.asyncDispose]();
  });

  /** An answer to a run of its own, as every client parses its call. @returns the text that the app gets */
  async function answered(params: string): Promise<{ text: string; sent: string | undefined }> {
    const runId = `run-${count++}`;
    const call = `{"runId":"${runId}","requestId":"asked","approved":true,${params}}`;
    const { text } = await numbers.call("answerInputRequest", JSON.parse(call) as object);
    const write = recording.writes.find(({ path }) => path === `/v1/runs/${runId}/input`);
    return { text, sent: write?.fields.find(({ name }) => name === "data")?.value };
  }

  test("that a call can't carry exactly are refused, and sent exactly as JSON text", async () => {
    const lost = await answered('"params":{"amount":12345678901234567890}');
    expect(lost.text).toContain("params.amount is a number that JSON may have rounded");
    expect(lost.text).toContain('Send the values in paramsJson instead, such as {"amount": 12345678901234567890}');
    expect([lost.sent, numbers.asked]).toEqual([undefined, []]);
    for (const paramsJson of ["no JSON", "[1]", '"amount"'])
      expect((await answered(`"paramsJson":${JSON.stringify(paramsJson)}`)).text).toContain("this isn't a JSON object");
    const both = await answered('"params":{"amount":1},"paramsJson":"{}"');
    expect(both.text).toContain("set only one of these");

    const { sent } = await answered('"paramsJson":"{\\"amount\\": 12345678901234567890}"');
    expect(sent).toContain('"params":{"amount":12345678901234567890}');
    expect(numbers.asked.at(-1)?.facts[2]).toBe("Changed amount: 12345678901234567890 (proposed: 1.0)");
  });

  test.each([
    ["9007199254740993", false],
    ["1e400", false],
    ['[1,{"deep":12345678901234567890}]', false],
  ])("reach an app as they were written, or not at all: %s, %s", async (number, isSent) => {
    const { sent } = await answered(`"params":{"amount":${number}}`);
    if (isSent) expect(sent).toContain(`"params":{"amount":${number}}`);
    else expect(sent).toBeUndefined();
  });
});
