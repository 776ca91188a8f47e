import { afterAll, beforeAll, expect, test } from "vitest";
import { cursorIn, openToolWorld, type ToolWorld } from "../../../../support/agentTools/toolWorld.ts";
import { type SampleApp, startSampleApp } from "../../../../support/sample/testApp.ts";

let app: SampleApp;
let world: ToolWorld;

beforeAll(async () => {
  app = await startSampleApp({ speed: 100_000, pastRuns: 40 });
  world = await openToolWorld({ baseUrl: app.url, accessKey: app.accessKey });
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await app.close();
});

async function endedRun(input: object): Promise<string> {
  const api = await world.session.api();
  return (await api.createRun({ input }, { mode: "wait" })).id;
}

/** All results of a call, to its last cursor. */
async function allOf(name: string, input: object, budgetTokens = 4_000): Promise<string[]> {
  const texts: string[] = [];
  let cursor: string | undefined;
  do {
    const result = await world.call(name, { ...input, ...(cursor === undefined ? {} : { cursor }) }, { budgetTokens });
    expect(result).toMatchObject({ isError: false });
    expect(result.tokens).toBeLessThanOrEqual(budgetTokens);
    texts.push(result.text);
    cursor = cursorIn(result);
  } while (cursor !== undefined && texts.length < 2_000);
  return texts;
}

test("a failed run begins with its failure, in the overview and in the story", async () => {
  const runId = await endedRun({ fail: true });
  const overview = (await world.call("getRun", { runId })).text.split("\n");
  expect(overview[2]).toMatch(/^- id: \S+; status: failed; error: /);
  expect(overview[3]).toMatch(/^failure: /);
  const story = (await world.call("readStory", { runId })).text;
  expect(story.indexOf("failure: ")).toBeLessThan(story.indexOf("\nstep 1: "));
  expect(story).toMatch(/\nstep \d+: run failed/);
});

test("a story comes in parts that have each step once, from either end", async () => {
  const runId = await endedRun({ events: 900 });
  for (const from of ["start", "end"]) {
    const texts = await allOf("readStory", { runId, from }, 1_500);
    const parts = texts.map((text) => Array.from(text.matchAll(/^step (\d+): /gm), ([, number]) => Number(number)));
    const numbers = from === "start" ? parts.flat() : parts.toReversed().flat();
    expect(texts.length).toBeGreaterThan(1);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(texts[0]).toContain(`of ${numbers.length.toLocaleString("en-US")}.`);
  }
});

test("a step has one number: in the story, alone, in a found text and in a comparison", async () => {
  const [runA, runB] = [
    await endedRun({ ticket_subject: "Charged twice", amount: 480, currency: "USD" }),
    await endedRun({ ticket_subject: "Charged twice", amount: 490, currency: "USD" }),
  ];
  const { text } = await world.call("readStory", { runId: runA, from: "start" }, { budgetTokens: 20_000 });
  const heads = text.match(/^step \d+: .*$/gm) ?? [];
  expect(heads.length).toBeGreaterThan(5);
  for (const head of heads) {
    const number = Number(/\d+/.exec(head)?.[0]);
    for (const step of [number, String(number)])
      expect((await world.call("readStory", { runId: runA, step })).text).toContain(`\n${head}`);
  }
  const refund = /^step (\d+): tool issue_refund/m.exec(text)?.[1];
  expect((await world.call("findInRun", { runId: runA, text: "issue_refund" })).text).toContain(`step ${refund}: tool`);
  expect((await world.call("compareRuns", { runA, runB })).text).toContain(`A step ${refund}, B step ${refund}: issue`);
  const none = await world.call("readStory", { runId: runA, step: heads.length + 1 });
  expect(none.text).toContain(`there is no step ${heads.length + 1}. The run has ${heads.length} steps.`);
});

test("events are read in order, by type, from a sequence and one alone", async () => {
  const runId = await endedRun({ events: 700 });
  const texts = await allOf("readEvents", { runId }, 3_000);
  const sequences = texts.flatMap((text) =>
    Array.from(text.matchAll(/^event (\d+): /gm), ([, number]) => Number(number)),
  );
  expect(sequences.length).toBeGreaterThan(690);
  expect(sequences).toEqual(sequences.map((_, index) => index + 1));
  const later = (await world.call("readEvents", { runId, from: 650 })).text;
  expect(later).toContain("\nevent 650: ");
  expect(later).not.toContain("\nevent 649: ");
  const ends = (await world.call("readEvents", { runId, types: ["run.completed"] })).text;
  expect(ends.match(/^event /gm)).toHaveLength(1);
  expect((await world.call("readEvents", { runId, sequence: 3 })).text).toContain('"sequence": 3');
  expect((await world.call("readEvents", { runId, sequence: 5_000 })).isError).toBe(true);
});

test("a cursor of other arguments, a broken one and a forged one are refused", async () => {
  const first = await world.call("listRuns", { limit: 5 });
  const cursor = cursorIn(first);
  const refused = async (name: string, input: object): Promise<string> => (await world.call(name, input)).text;
  expect(await refused("listRuns", { limit: 6, cursor })).toContain("belongs to other arguments");
  expect(await refused("listInputRequests", { cursor })).toContain("belongs to other arguments");
  expect(await refused("listRuns", { limit: 5, cursor: "nonsense" })).toContain("isn't valid");
  const forged = Buffer.from(JSON.stringify({ v: 1, of: "x", at: { page: -1, after: "" } })).toString("base64url");
  expect(await refused("listRuns", { limit: 5, cursor: forged })).toContain("isn't valid");
});
