import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { inParallel } from "#base/inParallel.ts";
import { parseGoldenFile } from "#features/golden/core/file/goldenFile.ts";
import type { GoldenTest } from "#features/golden/core/file/goldenTypes.ts";
import type { RecordedRun } from "#features/golden/core/run/testDeps.ts";
import { startSampleApp as startEmbeddedApp } from "#sample/server.ts";
import { many } from "../../../../../support/cases.ts";
import { stepsOf } from "../../../../../support/golden/endedRun.ts";
import { type GoldenWorld, openGoldenWorld } from "../../../../../support/golden/goldenWorld.ts";
import { type Drift, driftKinds, driftOf } from "../../../../../support/sample/scenes/drift.ts";
import { type SampleApp, startSampleApp } from "../../../../../support/sample/testApp.ts";

const read = (file: string): string =>
  readFileSync(new URL(`../../../../../workspace/golden/${file}`, import.meta.url), "utf8");
const text = read("refunds.golden.json");
const refunds = testsOf("refunds.golden.json");
const suite = [...refunds, ...testsOf("tone.golden.json")];
const [chargedTwice] = refunds;
const tone = suite.at(-1);

const rounds = many(3);
const atOnce = { speed: 1_000_000, pastRuns: 0, scriptedTimes: true };
let app: SampleApp;
let world: GoldenWorld;

beforeAll(async () => {
  app = await startSampleApp(atOnce);
  world = await openGoldenWorld({ baseUrl: app.url, accessKey: app.accessKey });
});

beforeEach(() => void (app.drift = undefined));

afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await app.close();
});

function testsOf(file: string): GoldenTest[] {
  const { tests, problems } = parseGoldenFile(read(file), file);
  expect(problems).toEqual([]);
  return tests;
}

function sound<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("The sample workspace lacks a test");
  return value;
}

test("the app that the extension brings passes its suite each time", async () => {
  const embedded = await startEmbeddedApp(atOnce);
  await using own = await openGoldenWorld({ baseUrl: embedded.url, accessKey: embedded.accessKey });
  const descriptions = new Map<string, number>();
  // As often as its file wants it, a test is repeated below.
  const twice = suite.map((each) => (each.repeat.times > 1 ? { ...each, repeat: { times: 2, atLeast: 2 } } : each));
  const all = Array.from({ length: rounds }, (_, round) => round);
  await inParallel(all, 6, async () => {
    const outcomes = await Promise.all(twice.map(async (each) => (await own.run(each)).outcome));
    for (const { test: of, kind, description } of outcomes) {
      const told = `${of.name}: ${kind} ${description}`.trim();
      descriptions.set(told, (descriptions.get(told) ?? 0) + 1);
    }
  });
  expect(Object.fromEntries(descriptions)).toEqual({
    "Charged twice: refunds 480: passed": rounds,
    "Asks above $500: passed": rounds,
    "The reply names the amount: passed 2 of 2 passed": rounds,
  });
  expect(own.errors).toEqual([]);
  await embedded.close();
});

/** The lines of the first test that have to fail, by what stands in them. */
function wrongLines(drift: Drift): number[] {
  const parts: Record<Drift["kind"], string[]> = {
    order: ['"sequence"'],
    extraCall: ['"sequence"'],
    argument: [`"tool": "${drift.tool}"`],
    number: ['"refund.amount"', '"tool": "issue_refund"'],
    slow: ['"duration"'],
    missingStep: ['"sequence"', `"tool": "${drift.tool}"`],
    wording: ['"contains": "refund"'],
  };
  const { line: from } = sound(chargedTwice).range;
  const lines = text.split("\n");
  return parts[drift.kind].map((part) => lines.findIndex((line, index) => index >= from && line.includes(part)) + 1);
}

const seeds = Array.from({ length: many(7) }, (_, seed) => seed);

test("every drift fails the right checks at their lines, and names the first step that differs", async () => {
  const golden = await goldenRunOfApp();
  const messages = new Map<number, string>();
  for (const seed of seeds) {
    const drift = driftOf(seed);
    app.drift = { seed };
    const { outcome } = await world.run(sound(chargedTwice), { goldenRun: async () => golden });
    const told = outcome.failures.map(({ message }) => message);
    const lines = outcome.failures.map(({ range }) => range.line);
    expect(lines, `${seed} ${JSON.stringify(drift)} ${told.join("; ")}`).toEqual(wrongLines(drift));
    expect(outcome.kind).toBe("failed");
    const first = outcome.runs[0]?.firstDifference;
    if (drift.kind === "argument" || drift.kind === "number") expect(first?.name).toBe(drift.tool);
    if (drift.kind === "extraCall") expect(first?.sentence).toMatch(/only in B$/);
    if (drift.kind === "missingStep") expect(first?.sentence).toBe(`${drift.tool}: only in A`);
    messages.set(seed, told.join("; "));
  }
  expect(new Set(seeds.map((seed) => driftOf(seed).kind)).size).toBe(driftKinds.length);
  expect(seeds.slice(0, 7).map((seed) => messages.get(seed)?.replace(/took .* s,/, "took …,"))).toEqual([
    "Step 3, search_orders: search_orders was called first, expected lookup_customer: the order differs",
    "Step 5, check_limit: check_limit was called after search_orders, but wasn't expected",
    'Step 5, get_policy: input.region is "UK", expected "US"',
    "refund.amount is 640, expected 480 ± 0.5; Step 6, issue_refund: input.amount is 640, expected 480",
    "Step 6, issue_refund: took …, expected at most 60 s",
    "Step 5, issue_refund: get_policy wasn't called after search_orders; get_policy was never called",
    'the answer doesn\'t contain "refund"',
  ]);
});

async function goldenRunOfApp(): Promise<RecordedRun> {
  const { outcome } = await world.run(sound(chargedTwice));
  const api = await world.session.api();
  const id = outcome.runs[0]?.runId ?? "";
  const { data } = await api.listEvents(id, { page_size: 200 });
  return { run: await api.getRun(id), steps: stepsOf(data) };
}

test("a model that varies passes as long as enough runs do", async () => {
  app.drift = { seed: 6, every: 5 };
  const { outcome } = await world.run(sound(tone));
  expect(outcome).toMatchObject({ kind: "passed", description: "8 of 10 passed" });
  expect(outcome.failures).toMatchObject([{ range: { line: 8 }, results: { length: 2 } }]);
  app.drift = { seed: 6, every: 3 };
  expect((await world.run(sound(tone))).outcome).toMatchObject({
    kind: "failed",
    description: expect.stringMatching(/^[67] of 10 passed, needs 8$/),
  });
});
