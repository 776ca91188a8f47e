import { afterAll, beforeAll, expect, test } from "vitest";
import type { GoldenTest } from "#features/golden/core/file/goldenTypes.ts";
import { endedRun } from "../../../../../support/golden/endedRun.ts";
import { goldenTestWith } from "../../../../../support/golden/goldenTestWith.ts";
import { type GoldenWorld, openGoldenWorld } from "../../../../../support/golden/goldenWorld.ts";
import { type SampleApp, startSampleApp } from "../../../../../support/sample/testApp.ts";

let app: SampleApp;
let world: GoldenWorld;

beforeAll(async () => {
  app = await startSampleApp({ speed: 10_000, pastRuns: 3 });
  world = await openGoldenWorld({ baseUrl: app.url, accessKey: app.accessKey });
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await app.close();
});

let count = 0;

/** A test with an input of its own. */
function testOf(input: object, checks: object[], more: object = {}): GoldenTest {
  count += 1;
  return goldenTestWith(checks, { name: `test ${count}`, request: { input: { ...input, test: count } }, ...more });
}

/** The runs that the app made for a test. */
function madeFor({ turns }: GoldenTest): (typeof app.created)[number][] {
  const { test: number } = turns[0]!.request.parsed.request.input as { test: number };
  return app.created.filter(({ input }) => input["test"] === number);
}

const completed = { status: "completed" };
const refund = { ticket_subject: "Charged twice", amount: 480, currency: "USD" };
const approval = { ...refund, amount: 620 };

test("a test creates one run, checks it and remembers that it belongs to the test", async () => {
  const refunds = testOf(refund, [completed, { tool: "issue_refund", input: { amount: 480 } }]);
  const { outcome, progress } = await world.run(refunds);
  const made = madeFor(refunds);
  expect(made).toHaveLength(1);
  const [runId] = made.map(({ run_id: id }) => id);
  expect(outcome).toMatchObject({
    kind: "passed",
    description: "",
    failures: [],
    runs: [{ runId, status: "completed" }],
  });
  expect(progress).toMatchObject([{ kind: "created", attempt: 1, runId }, { kind: "ended" }]);
  expect(world.started.sentWith("app", runId ?? "")).toMatchObject({ test: refunds.name });
});

test("a test that fails names the check, the step and the first difference from the golden run", async () => {
  const wrong = testOf({ ...refund, amount: 490 }, [completed, { tool: "issue_refund", input: { amount: 480 } }]);
  const { outcome } = await world.run(wrong, { goldenRun: async () => endedRun(refund) });
  expect(outcome).toMatchObject({ kind: "failed", description: "input.amount is 490, expected 480" });
  expect(outcome.failures).toMatchObject([{ index: 1, range: { line: 3 } }]);
  expect(outcome.failures[0]?.message).toMatch(/^Step \d+, issue_refund: input\.amount is 490, expected 480$/);
  expect(outcome.runs[0]?.firstDifference).toEqual({
    name: "input",
    sentence: expect.stringMatching(/^input: amount 480 → 490/) as string,
  });
  const golden = endedRun(refund);
  const sameInput = { ...golden, run: { ...golden.run, input: madeFor(wrong)[0]?.input } };
  const second = await world.run(wrong, { goldenRun: async () => sameInput });
  expect(second.outcome.runs[0]?.firstDifference).toMatchObject({
    name: "match_payments",
    sentence: expect.stringMatching(/^match_payments: /) as string,
  });
});

test("a recorded answer is sent when the file says so", async () => {
  const answers = [{ approval: "refund to customer-7421", approved: true, params: { amount: 600 }, replay: true }];
  const replayed = testOf(approval, [completed, { output: "refund.amount", equals: 600 }], { answers });
  const { outcome, progress } = await world.run(replayed);
  expect(outcome).toMatchObject({ kind: "passed" });
  expect(progress.map(({ kind }) => kind)).toEqual(["created", "answering", "ended"]);
  const [made] = madeFor(replayed);
  expect(app.answers.filter(({ run_id: id }) => id === made?.run_id)).toHaveLength(1);
});

test.each<[what: string, answers: object[], words: string, line: number | undefined]>([
  ["no answer", [], "The test has no answer for", undefined],
  ["an answer that isn't replayed", [{ approval: "*", approved: true }], "isn't replayed", 1],
])("a run that asks and gets %s fails, and doesn't go on waiting", async (_, answers, words, line) => {
  const asks = testOf(approval, [completed], { answers });
  const { outcome } = await world.run(asks);
  expect(outcome.kind).toBe("errored");
  expect(outcome.description).toContain("$620 refund to customer-7421");
  expect(outcome.description).toContain(words);
  expect(outcome.failure?.range?.line).toBe(line);
  const [made] = madeFor(asks);
  const run = await (await world.session.api()).getRun(made?.run_id ?? "");
  expect(run.status).toBe("canceled");
});

test("a recorded answer is sent once, also to a run that asks again", async () => {
  const answers = [{ approval: "*", approved: true, replay: true }];
  const asksAgain = testOf({ play: "returns" }, [completed], { answers });
  const { outcome } = await world.run(asksAgain);
  expect(outcome).toMatchObject({ kind: "errored", failure: { kind: "asked" } });
  expect(outcome.description).toContain("The test has no answer left for");
  const [made] = madeFor(asksAgain);
  expect(app.answers.filter(({ run_id: id }) => id === made?.run_id)).toHaveLength(1);
});

test("an answer that changes what can't be edited isn't sent", async () => {
  const answers = [{ approval: "*", approved: true, params: { currency: "EUR" }, replay: true }];
  const asks = testOf(approval, [completed], { answers });
  const { outcome } = await world.run(asks);
  expect(outcome.description).toMatch(/changes currency, which can't be edited in this run/);
  const [made] = madeFor(asks);
  expect(app.answers.filter(({ run_id: id }) => id === made?.run_id)).toEqual([]);
});

test("a repeated test runs as often as it says, no more at once than allowed, in sessions of their own", async () => {
  const repeated = testOf(refund, [completed], {
    repeat: { times: 6, atLeast: 4 },
    request: { input: { ...refund, test: count + 1 }, session: "new" },
  });
  const { outcome, progress } = await world.run(repeated, { concurrency: 2 });
  expect(outcome).toMatchObject({ kind: "passed", description: expect.stringMatching(/^6 of 6 passed/) as unknown });
  const made = madeFor(repeated);
  expect(made).toHaveLength(6);
  expect(new Set(made.map(({ session_id: id }) => id)).size).toBe(6);
  expect(outcome.runs.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6]);
  let under = 0;
  for (const { kind } of progress) {
    under += kind === "created" ? 1 : kind === "ended" ? -1 : 0;
    expect(under).toBeLessThanOrEqual(2);
  }
});

test("a stopped test cancels its runs and starts no more", async () => {
  const endless = testOf({ ticket_subject: "Where is it?", events: 100_000 }, [completed], { repeat: { times: 5 } });
  const stop = new AbortController();
  const running = world.run(endless, { concurrency: 2, creator: stoppingAfter(2, stop) }, stop.signal);
  const { outcome } = await running;
  expect(outcome).toMatchObject({ kind: "canceled", description: "0 of 5 passed, canceled" });
  const made = madeFor(endless);
  expect(made).toHaveLength(2);
  const api = await world.session.api();
  for (const { run_id: id } of made) expect((await api.getRun(id)).status).toBe("canceled");
});

/** Stops the test once so many runs were created. */
function stoppingAfter(runs: number, stop: AbortController): GoldenWorld["deps"]["creator"] {
  let made = 0;
  return {
    create: async (...args) => {
      const created = await world.creator.create(...args);
      made += 1;
      if (made === runs) stop.abort();
      return created;
    },
  };
}
