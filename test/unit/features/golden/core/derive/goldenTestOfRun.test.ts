import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { parseJson } from "#base/json/parseJson.ts";
import {
  goldenConversationOf,
  type GoldenDraftOptions,
  goldenTestOfRun,
} from "#features/golden/core/derive/goldenTestOfRun.ts";
import { evaluateChecks } from "#features/golden/core/evaluateChecks.ts";
import { parseGoldenFile } from "#features/golden/core/file/goldenFile.ts";
import type { GoldenTest } from "#features/golden/core/file/goldenTypes.ts";
import { readRunFile } from "#runFiles/parseRunFile.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import { endedRun, stepsOf } from "../../../../../support/golden/endedRun.ts";

const refund = { ticket_subject: "Charged twice", amount: 620, currency: "USD", customer_id: "customer-7421" };

function draftOf(run: Run, steps: readonly StoryStep[], options: GoldenDraftOptions = {}): string {
  const draft = goldenTestOfRun(run, steps, options);
  if ("problem" in draft) throw new Error(draft.problem);
  return draft.text;
}

/** The test that is made of a run, which has to be sound, and what the run fails of it. */
function checkedAgain(run: Run, steps: readonly StoryStep[]): { test: GoldenTest; failures: string[] } {
  const text = draftOf(run, steps);
  const { tests, problems } = parseGoldenFile(text, "made.golden.json");
  expect(problems, text).toEqual([]);
  const [only] = tests;
  if (!only) throw new Error("No test was made");
  const found = evaluateChecks(only, run, steps);
  const failures = found.flatMap(({ sentence }) => (sentence === "" ? [] : [sentence]));
  return { test: only, failures };
}

test("a test is made of a run, ready to be edited", () => {
  const { run, steps } = endedRun(refund, 7);
  const text = draftOf(run, steps, {
    name: "Charged twice",
    exportFile: "charged-twice.golden-run.json",
    replay: true,
  });
  const { tests, problems } = parseGoldenFile(text, "a.golden.json");
  expect([problems, tests[0]?.name]).toEqual([[], "Charged twice"]);
  for (const line of [
    "// Made from the run 02ff152c of 2026-11-12. Remove checks that later runs don't have to pass.",
    '    "user_id": "customer-7421",\n    "session": "new"\n',
    '{ "approval": "Approve issuing a $620 refund to customer-7421?", "approved": true, "replay": true }',
    '    { "output": "refund.id", "type": "string" },  // an ID: differs in each run\n',
    '    { "tool": "issue_refund", "input": { "amount": 620, "currency": "USD" } },\n',
    '"sequence": ["lookup_customer", "search_orders", "get_policy", "match_payments", "issue_refund"]',
    '    { "duration": { "atMost": "30 s" } }  // not counting waits for answers\n',
    '    // { "answer": { "contains": "you were charged twice, and the second c" } }\n',
    '    "file": "charged-twice.golden-run.json",\n',
  ])
    expect(text).toContain(line);
});

const folder = new URL("../../../../../workspace/", import.meta.url);
const plays = readdirSync(folder).filter((file) => file.endsWith(".run.json"));

test.each(plays)("the test that is made of %s passes against its own run", (file) => {
  const { parsed } = readRunFile(readFileSync(new URL(file, folder), "utf8"), file);
  // The files of its tools are large.
  const seeds = file.startsWith("evidence") ? 1 : 4;
  for (let seed = 1; seed <= seeds; seed++) {
    const { run, steps } = endedRun(parsed.request.input as Record<string, unknown>, seed);
    expect(checkedAgain(run, steps).failures).toEqual([]);
  }
});

const json = fc.jsonValue({ maxDepth: 6 });
const key = fc.oneof(fc.string(), fc.constantFrom("id", "created_at", "a b", 'a"b', "$", "__proto__", "user_id", "1"));
const value = fc.oneof(
  json,
  fc.uuid(),
  fc.constantFrom("2026-11-12T10:00:00Z", "ch_3PqT9aX1bb", "${uuid}", "line\nline", 1_700_000_000, "\ud800", "12"),
  fc.constantFrom("12345678901234567890", "1.0", "-0", "1e400", "NaN").map((text) => parseJson(text)),
);
const fields = fc.dictionary(key, fc.oneof(value, fc.dictionary(key, value), fc.array(value, { maxLength: 4 })));

test("whatever a run was given, called and returned, its test passes against it", () => {
  fc.assert(
    fc.property(fields, fc.oneof(fields, value), fc.array(fc.tuple(key, fields)), (input, output, calls) => {
      const events = calls.map(([name, args], index) => ({
        type: "agent.tool_call.completed",
        sequence: index + 1,
        data: { id: `call ${index}`, tool: { name }, input: index % 2 === 0 ? args : JSON.stringify(args), result: 1 },
      }));
      // JSON of requests has no NaN: an app can't have been asked that.
      const asked = parseJson(JSON.stringify(input));
      const ids = { user_id: "u", session_id: "5b1f6a3e-9b10-4c55-8a57-2d1f0b7f6c52" };
      const run = { id: "r1", status: "completed", input: asked, output, ...ids };
      const { test: made, failures } = checkedAgain(run, stepsOf(events));
      expect(failures).toEqual([]);
      const filled = parseGoldenFile(draftOf(run, stepsOf(events)), "a.golden.json", () => ({ value: "" }));
      expect(JSON.stringify(filled.tests[0]?.turns[0]?.request.parsed.request.input)).toBe(JSON.stringify(asked));
      expect(made.turns[0]?.request.newSession).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test("what differs in each run is no part of the checks", () => {
  const { run } = endedRun(refund);
  const input = { trace_id: "x1", at: "2026-11-12T10:00:00Z", sum: 5 };
  const data = { id: "c", tool: { name: "pay" }, input, result: 1 };
  const events = [{ type: "agent.tool_call.completed", sequence: 1, data }];
  const output = {
    id: "rf_12",
    made: "2026-11-12T10:00:00Z",
    charge: "ch_3PqT9aX1bb3",
    customer: "customer-7421",
    created_at: 1_700_000_000,
  };
  const { test: made } = checkedAgain({ ...run, output }, stepsOf(events));
  expect(made.checks).toMatchObject([
    { kind: "status" },
    { kind: "blocked", blocked: false },
    { pathText: "id", expects: { kind: "type", type: "string" } },
    { pathText: "made", expects: { kind: "ignored", why: "a time: differs in each run" } },
    { pathText: "charge", expects: { kind: "type" } },
    { pathText: "customer", expects: { kind: "equals", value: "customer-7421" } },
    { pathText: "created_at", expects: { kind: "ignored" } },
    { kind: "tools", sequence: ["pay"] },
    { kind: "tool", tool: "pay", input: { sum: 5 } },
    { kind: "steps" },
  ]);
});

test("a person is asked about what can't be repeated", () => {
  const { run, steps } = endedRun(refund);
  const sentWith = { mode: "stream", files: ["/home/me/invoice.pdf"], fileIds: ["f1", "f2"] } as const;
  const asked = goldenTestOfRun(run, steps, { sentWith });
  expect("questions" in asked && asked.questions).toMatchObject([
    { kind: "attachments", count: 2, paths: ["/home/me/invoice.pdf"] },
    { kind: "user", userId: "customer-7421" },
    { kind: "answers", count: 1 },
  ]);
  const decided = goldenTestOfRun(run, steps, { sentWith, files: ["invoice.pdf"], replay: true });
  expect("questions" in decided && decided.questions).toMatchObject([{ kind: "user" }]);
  const { tests } = parseGoldenFile("text" in decided ? decided.text : "", "a.golden.json");
  expect(tests[0]?.turns[0]?.request.parsed).toMatchObject({ files: [{ path: "invoice.pdf" }], request: {} });
  expect(tests[0]?.turns[0]?.request.parsed.request.file_ids).toBeUndefined();
  expect(tests[0]?.answers).toMatchObject([{ kind: "approval", approved: true, replay: true }]);
});

test("the session of a run is in nothing of its golden test, also where only its input has it", () => {
  const session = "5b1f6a3e-9b10-4c55-8a57-2d1f0b7f6c52";
  const input = { question: "Hi", metadata: { session_id: session } };
  const run = { id: "1", status: "completed", input, output: { answer: "Hello", thread: session } };
  const text = draftOf(run, []);
  expect(text).not.toContain(session);
  expect(text).toContain('{ "session_id": "${newSession}" }');
  expect(text).toContain('{ "output": "thread", "type": "string" }');
});

test("the golden conversation that is made of runs has their turns, and passes against them", () => {
  const ids = { userId: "customer-2210", sessionId: "5b1f6a3e-9b10-4c55-8a57-2d1f0b7f6c52" };
  const messages = ["Hi, my name is Lena and my order is 4411.", "The lamp costs ${price}. I want a refund.", "Thanks"];
  const turns = messages.map((input, index) => {
    const { run, steps } = endedRun({ play: "chat", input, locale: "de" }, index + 1, ids);
    const options =
      index === 0 ? { sentWith: { files: ["/a/photo.png"], fileIds: [] }, exportFile: "talk.golden-run.json" } : {};
    return { run, steps, options };
  });
  const draft = goldenConversationOf(turns);
  if ("problem" in draft) throw new Error(draft.problem);
  const kinds = draft.questions.map((turn) => turn.map(({ kind }) => kind));
  expect(kinds).toEqual([["attachments", "user"], ["answers"], []]);
  const { tests, problems } = parseGoldenFile(draft.text, "a.golden.json");
  expect(problems).toEqual([]);
  const [made] = tests;
  expect(made).toMatchObject({ isConversation: true, answers: [{ kind: "approval", approved: true, replay: false }] });
  expect(made?.turns.map(({ request }) => request.parsed.request)).toEqual(
    messages.map((input) => ({ input: { play: "chat", input, locale: "de" }, user_id: "customer-2210" })),
  );
  expect(made?.turns[0]?.goldenRun).toMatchObject({ id: turns[0]?.run.id, file: { text: "talk.golden-run.json" } });
  for (const [index, { run, steps }] of turns.entries())
    expect(evaluateChecks(made!.turns[index]!, run, steps).filter(({ passed }) => !passed)).toEqual([]);
  expect(draft.text).toMatch(/^\{\n(.*\n)*? {2}"turns": \[\n(.*\n)*? {6}"input": \{ "play": .*, "locale": "de" \},\n/m);
});
