import { statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { parseJson } from "#base/json/parseJson.ts";
import { valuesOf } from "#runs/query/fieldValues.ts";
import { divideQuery, hasField } from "#runs/query/queryOnFacts.ts";
import {
  endedRun,
  idsOf,
  indexForTest,
  type IndexOfTest,
  queryOf,
  searchDay,
  shown,
  textStep,
  toolStep,
} from "../../../../../support/search/indexes.ts";

let made: IndexOfTest;
/** Those of the index, the newest first. */
const runs: Run[] = [];

beforeAll(async () => {
  made = indexForTest({ originOf: (id) => (id === "parcel" ? "test" : undefined) });
  const put: IndexOfTest["index"]["put"] = (read) => {
    runs.unshift(read.run);
    return made.index.put(read);
  };
  await put({
    run: endedRun("refund", 60, {
      input: {
        ticket_subject: "Charged twice",
        amount: 1480,
        currency: "USD",
        items: [{ price: 20 }, { price: 35.5 }],
      },
      output: { category: "billing" },
      user_id: "customer-7421",
      session_id: "3d3e8a1f-09a6",
    }),
    steps: [
      textStep(2, "The customer was charged twice for one order."),
      toolStep(3, "issue_refund", { amount: 1480, currency: "USD" }, '{"state": "done"}'),
      textStep(9, "I have refunded the second charge."),
      {
        id: "s12",
        sequence: 12,
        kind: "workflow",
        outcome: "completed",
        nodes: [
          { node: "n1", name: "crm", status: "failure" },
          { node: "n2", name: "agent", status: "success" },
        ],
      },
    ],
  });
  await put({
    run: endedRun("parcel", 120, {
      status: "failed",
      input: { ticket_subject: "Order came in two parcels", amount: 90 },
      error: { type: "GatewayTimeout", message: "carrier_api didn't respond", failed_nodes: [{ name: "crm" }] },
      user_id: "Jane Doe",
    }),
    steps: [
      toolStep(1, "find_parcel", { order: 77120 }),
      { ...toolStep(2, "pay", { amount: 90 }), mocked: true as const } as ReturnType<typeof toolStep>,
      {
        id: "s3",
        sequence: 3,
        kind: "workflow",
        outcome: "failed",
        nodes: [{ node: "n3", name: "payout", status: "success", mocked: true }],
      },
      {
        id: "s4",
        sequence: 4,
        kind: "failed",
        error: { type: "GatewayTimeout", message: "carrier_api didn't respond" },
      },
    ],
  });
  await put({
    run: endedRun("canceled", 180, {
      status: "canceled",
      input: { question: "退款什么时候到?", big: parseJson("12345678901234567891") },
    }),
    steps: [textStep(1, "您的退款已经完成 Überweisung café")],
  });
});

afterAll(() => made.dispose());

test("a run that a hook blocked is found by that, and its facts are among the few that a list asks for", async () => {
  const own = indexForTest();
  const output = { content: "Not allowed.", blocked: true, blocked_by: "no injections" };
  await own.index.put({ run: endedRun("blocked", 60, { output }), steps: [] });
  await own.index.put({ run: endedRun("answered", 120, { output: { content: "Hi", blocked: false } }), steps: [] });
  expect(await idsOf(own.index, "is:blocked")).toEqual(["blocked"]);
  expect((await own.index.facts({ degraded: true })).map(({ blockedBy }) => blockedBy)).toEqual(["no injections"]);
  const page = await own.index.search(queryOf("is:blocked"), { runs: 5 });
  expect(page.runs.map(({ blockedBy }) => blockedBy)).toEqual(["no injections"]);
  own.dispose();
});

test("facts can be those of one session, or of runs since a time", async () => {
  expect(idsIn(await made.index.facts({ session: "3d3e8a1f-09a6" }))).toEqual(["refund"]);
  expect(idsIn(await made.index.facts({ from: searchDay + 90 * 60_000 }))).toEqual(["canceled", "parcel"]);
});

function idsIn(facts: readonly { id: string }[]): string[] {
  return facts.map(({ id }) => id);
}

test.each([
  ["refund", ["refund"]],
  ['"charged twice"', ["refund"]],
  ['"twice charged"', []],
  ["order -charged", ["parcel"]],
  ["uberweisung", ["canceled"]],
  ["tool:issue_refund", ["refund"]],
  ['user:"jane doe"', ["parcel"]],
  ["is:degraded", ["refund"]],
  ["node:Pay*", ["parcel"]],
  ["error:timeout", ["parcel"]],
  ["input.amount:>=90 input.amount:<1e3", ["parcel"]],
  ["-input.amount:>1000", ["canceled", "parcel"]],
  ["input.amount:14", []],
  ["input.big:>12345678901234567890", ["canceled"]],
  ["output.category:billing", ["refund"]],
  ["input.ticket_subject:parcel", ["parcel"]],
  ["input.ticket_subject:*two*parcels", ["parcel"]],
  ['input.ticket_subject:"two parcels"', []],
  ['input.ticket_subject:"order came in two parcels"', ["parcel"]],
  ["input.ticket_subject:=charged", []],
  ['input.amount:"1480.0"', ["refund"]],
  ["duration:30s..30s", ["canceled", "parcel", "refund"]],
  ["duration:31s..", []],
  ["-duration:10s..20s", ["canceled", "parcel", "refund"]],
  ["since:2026-11-24T01:30..2026-11-24T02:30", ["parcel"]],
  ["until:..2026-11-24T02:30", ["parcel", "refund"]],
  ["since:2026-11-24T01:30 until:2026-11-24T02:30", ["parcel"]],
  ["duration:>10s", ["canceled", "parcel", "refund"]],
  ["", ["canceled", "parcel", "refund"]],
])("a search finds the runs of %s", async (text, ids) => {
  const query = queryOf(text);
  expect(query.problems).toEqual([]);
  expect(await idsOf(made.index, text)).toEqual(ids);
  expect(await made.index.count(query)).toBe(ids.length);
});

test("each run has its matching steps, with the matches marked and the event to open", async () => {
  const [found] = (await made.index.search(queryOf("charged tool:issue_refund"), { steps: 2 })).runs;
  expect(shown(found!)).toEqual([
    "ticket_subject: [Charged] twice, amount: 1480, currency: USD, items: price: 20, price: 35.5",
    "The customer was [charged] twice for one order.",
  ]);
  expect(found).toMatchObject({ title: "Charged twice", moreSteps: 1, user: "customer-7421" });
  expect(found?.steps.map(({ sequence }) => sequence)).toEqual([undefined, 2]);
  const [whole] = (await made.index.search(queryOf("charged tool:issue_refund"))).runs;
  expect(shown(whole!)[2]).toBe("[issue_refund]: amount: 1480, currency: USD · state: done");
  expect(whole).toMatchObject({ moreSteps: 0, steps: [{}, {}, { kind: "tool", sequence: 3, step: "s3", at: 30 }] });
});

test("a run that hadn't ended is replaced with the whole run", async () => {
  const { index, dispose } = indexForTest();
  await index.put({ run: endedRun("a", 1, { status: "started", ended_at: null, input: { text: "first" } }) });
  expect(await index.coverage()).toMatchObject({ listed: 1 });
  expect((await index.coverage()).indexed).toBe(0);
  await index.put({ run: endedRun("a", 1, { input: { text: "second" } }), steps: [textStep(1, "hello")] });
  expect(await idsOf(index, "first")).toEqual([]);
  expect(await idsOf(index, "second hello")).toEqual(["a"]);
  expect(await index.coverage()).toMatchObject({ indexed: 1 });
  dispose();
});

test("ranges that touch are covered as one, and runs whose steps weren't read are counted by their time", async () => {
  const { index, dispose } = indexForTest();
  await index.cover(searchDay - 1000, searchDay, 18_300);
  await index.cover(searchDay - 86_400_000 * 21, searchDay - 1000, 18_300);
  await index.put({ run: endedRun("a", 1) });
  await index.put({ run: endedRun("b", 2, { status: "started", ended_at: null }) });
  const back = searchDay - 86_400_000 * 21;
  expect(await index.coverage()).toEqual({ indexed: 0, total: 18_300, back, listed: 2, unread: 1 });
  expect(await Promise.all([0, 2].map((minutes) => index.unread(searchDay + minutes * 60_000)))).toEqual([1, 0]);
  dispose();
});

test("only the owner can read the files", () => {
  const file = join(made.folder, "app", "runs.db");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(`${file}-wal`).mode & 0o777).toBe(0o600);
  expect(statSync(join(made.folder, "app")).mode & 0o777).toBe(0o700);
});

test.each([
  'user:"jane doe"',
  "is:degraded",
  "-from:test",
  "tool:*_*_*",
  "error:*respond",
  "since:2026-11-24T02:00",
  "duration:5s..30s",
  "-since:..2026-11-24T02:30",
])("the facts of runs answer as the index does %s", async (text) => {
  const query = queryOf(text);
  const { test: isFound, rest } = divideQuery(query);
  expect(rest).toEqual([]);
  const facts = await made.index.facts();
  expect(facts.filter(isFound).map(({ id }) => id)).toEqual(await idsOf(made.index, text));
  expect((await made.index.ids(query)).toSorted()).toEqual((await idsOf(made.index, text)).toSorted());
});

test.each([
  "input.amount:>=90",
  "-input.amount:>1000",
  "input.amount:90..2000",
  "input.amount:..90",
  "input.amount:14",
  "INPUT.Amount:1480",
  'input.amount:"1480.0"',
  "input.items.price:35.5",
  "input.big:>12345678901234567890",
  "output.category:BILL",
  "input.ticket_subject:parcel,charged",
  "input.ticket_subject:*two*parcels",
  'input.ticket_subject:"two parcels"',
  "input.ticket_subject:=charged",
  "input.currency:=usd",
  "input.currency:>5",
])("the fields of runs answer as the index does %s", async (text) => {
  const { terms } = queryOf(text);
  const isFound = ({ input, output }: Run): boolean => {
    const values = [...valuesOf("input", input), ...valuesOf("output", output)];
    return terms.every((term) => term.kind === "value" && hasField(values, term) !== term.not);
  };
  expect(runs.filter(isFound).map(({ id }) => id)).toEqual(await idsOf(made.index, text));
});
