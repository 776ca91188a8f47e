import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { inParallel } from "../../../../../src/base/inParallel.ts";
import type { GoldenTest } from "../../../../../src/runFiles/golden/goldenTypes.ts";
import type { GoldenRunResult, TestOutcome } from "../../../../../src/runs/golden/goldenResult.ts";
import { Random } from "../../../../../src/sample/agent/random.ts";
import { type SampleApp, startSampleApp } from "../../../../../src/sample/server.ts";
import { apiError, type Fault } from "../../../../faults/fault.ts";
import { startFaultProxy } from "../../../../faults/faultProxy.ts";
import { lostAnswerKinds, lostAnswers } from "../../../../faults/lostAnswers.ts";
import { many } from "../../../../support/cases.ts";
import { fakeClock } from "../../../../support/fakeClock.ts";
import { goldenTestWith } from "../../../../support/golden/goldenTestWith.ts";
import { openGoldenWorld } from "../../../../support/golden/goldenWorld.ts";

const alone = process.env["FAULT_SEED"];
const seeds = alone ? [Number(alone)] : Array.from({ length: many(25) }, (_, index) => index + 1);

const hows = ["once", "twice at the same time", "canceled"] as const;

/** One test behind a gateway that loses responses. A seed decides all of it. */
interface Schedule {
  seed: number;
  how: (typeof hows)[number];
  times: number;
  amount: number;
  hasSession: boolean;
  /** After so many created runs it is canceled; 0 cancels it while the first request is under way. */
  cancelAfter: number;
  faults: Fault[];
}

interface Ended {
  schedule: Schedule;
  lost: number;
  results: GoldenRunResult[];
  problems: string[];
}

function scheduleOf(seed: number): Schedule {
  const random = new Random(seed);
  const fault = (): Fault => {
    const chance = random.next();
    if (chance < 0.5) return lostAnswers[random.pick(lostAnswerKinds)];
    if (chance < 0.6) return refusal;
    return chance < 0.75
      ? { kind: "cut", side: "answer", after: random.integer(1, 4_000), how: random.pick(["reset", "close"]) }
      : { kind: "none" };
  };
  return {
    seed,
    how: random.pick(hows),
    times: random.integer(1, 3),
    amount: random.pick([480, 620]),
    hasSession: random.next() < 0.5,
    cancelAfter: random.integer(0, 2),
    faults: Array.from({ length: 10 }, fault),
  };
}

const refusal: Fault = {
  kind: "other",
  text: apiError("503 Service Unavailable", { code: "unavailable", message: "Deploying" }),
  only: "writes",
};

function testOf({ seed, times, amount, hasSession }: Schedule): GoldenTest {
  return goldenTestWith([{ status: "completed" }, { tool: "issue_refund", input: { amount } }], {
    name: `test ${seed}`,
    request: { input: { desk: "refunds", ticket: seed, amount, seed }, ...(hasSession ? { session: "new" } : {}) },
    answers: [{ approval: "*", approved: true, replay: true }],
    repeat: { times },
  });
}

async function perform(schedule: Schedule, app: SampleApp): Promise<Ended> {
  let lost = 0;
  await using proxy = await startFaultProxy({
    target: app.url,
    faultOf: (connection) => schedule.faults[connection] ?? { kind: "none" },
    onLost: () => void (lost += 1),
  });
  const settings = { baseUrl: proxy.url, accessKey: app.accessKey, clock: fakeClock() };
  await using world = await openGoldenWorld(settings, () => turn());
  const stop = new AbortController();
  let created = 0;
  const creator: (typeof world.deps)["creator"] = {
    create: async (...args) => {
      if (schedule.how === "canceled" && schedule.cancelAfter === 0) setImmediate(() => stop.abort());
      const run = await world.creator.create(...args);
      created += 1;
      if (schedule.how === "canceled" && created === schedule.cancelAfter) stop.abort();
      return run;
    },
  };
  const golden = testOf(schedule);
  const starts = schedule.how === "twice at the same time" ? 2 : 1;
  const ran = await Promise.all(
    Array.from({ length: starts }, () => world.run(golden, { creator, concurrency: 2 }, stop.signal)),
  );
  const outcomes = ran.map(({ outcome }) => outcome);
  const results = outcomes.flatMap(({ runs }) => runs);
  const made = app.created.filter(({ input }) => input["seed"] === schedule.seed).map(({ run_id: id }) => id);
  const problems = await problemsOf({ schedule, made, outcomes, results, starts }, app);
  return { schedule, lost, results, problems };
}

interface Record {
  schedule: Schedule;
  /** By the app's own record. */
  made: readonly string[];
  outcomes: readonly TestOutcome[];
  results: readonly GoldenRunResult[];
  starts: number;
}

async function problemsOf({ schedule, made, results, starts }: Record, app: SampleApp): Promise<string[]> {
  const problems: string[] = [];
  const told = results.flatMap(({ runId }) => runId ?? []);
  const open = results.filter(({ runId, failure, kind }) => {
    return runId === undefined && (failure?.kind === "unknown" || kind === "canceled");
  });
  if (made.length > starts * schedule.times) problems.push(`The app made ${made.length} runs.`);
  if (new Set(told).size !== told.length) problems.push("Two results tell of one run.");
  if (!told.every((id) => made.includes(id))) problems.push("A result tells of a run that the app didn't make.");
  if (made.length > told.length + open.length)
    problems.push(`The app made ${made.length} runs, ${told.length} are told.`);
  const failed = results.find(({ kind }) => kind === "failed");
  if (failed) problems.push(`A run failed: ${failed.checks.map(({ sentence }) => sentence).join("; ")}`);
  for (const id of made) {
    const answers = app.answers.filter(({ run_id: run }) => run === id);
    if (answers.length > 1) problems.push(`The run ${id} was answered ${answers.length} times.`);
  }
  return problems;
}

test(`${seeds.length} tests behind gateways that lose responses, started twice and canceled: nothing is created twice`, async () => {
  const app = await startSampleApp({ pastRuns: 5, speed: 1_000_000 });
  const all: Ended[] = [];
  await inParallel(seeds, 20, async (seed) => {
    all.push(await perform(scheduleOf(seed), app));
  });
  await app.close();
  const faulty = all.filter(({ problems }) => problems.length > 0);
  for (const { schedule, problems, results } of faulty) console.log(JSON.stringify({ problems, schedule, results }));
  const kinds = all.flatMap(({ results }) => results.map(({ kind, failure }) => failure?.kind ?? kind));
  const counts = Object.fromEntries(
    [...new Set(kinds)].sort().map((kind) => [kind, kinds.filter((each) => each === kind).length]),
  );
  const lost = all.reduce((sum, each) => sum + each.lost, 0);
  expect(faulty.map(({ schedule, problems }) => [schedule.seed, problems])).toEqual([]);
  if (alone) return;
  expect(lost).toBeGreaterThan(20);
  expect(counts["passed"]).toBeGreaterThan(20);
  expect(counts["canceled"]).toBeGreaterThan(5);
});
