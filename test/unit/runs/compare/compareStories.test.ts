import { expect, test } from "vitest";
import { compareStories } from "#runs/compare/compareStories.ts";
import { withoutIds } from "#runs/compare/keys/valueKey.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import { comparisonText, storyFrom } from "../../../support/compare/storyText.ts";
import { endedRun } from "../../../support/golden/endedRun.ts";

function comparedSteps(a: readonly StoryStep[], b: readonly StoryStep[]) {
  return compareStories({ steps: a }, { steps: b });
}

const refund = `
  started
  search_orders {"customer":"customer-7421","days":90} → {"orders":3}
  think: Two charges exist for one order.
  get_policy {"topic":"refunds","region":"US"} → {"limit_usd":500,"above":"approval"}
  think: The policy asks for approval above $500.
  match_payments {"order":"ord_01J9ZC"} → "duplicate"
  read_ledger {"charge":"ch_3PqT9a"} → "settled"
  ask: Refund $620?
  answered: {"approved":true}
  issue_refund {"charge":"ch_3PqT9a","amount":480} → "accepted"
  say: We refund $480 to your card.
  completed
`;
const drifted = `
  started
  search_orders {"customer":"customer-7421","days":90} → {"orders":3}
  think: Two charges exist for one order.
  get_policy {"topic":"refunds","region":"EU"} → {"limit_usd":1000,"above":"approval"}
  think: The policy asks for approval above $1,000.
  check_limit {"amount":620} → "within the limit"
  match_payments {"order":"ord_01J9ZC"} → "duplicate"
  issue_refund {"charge":"ch_3PqT9a","amount":620} → "accepted"
  read_ledger {"charge":"ch_3PqT9a"} → "settled"
  add_note {"ticket":48213} → "saved"
  say: We refund $620 to your card.
  completed
`;

function compared(one: string, other: string) {
  const [a, b] = [storyFrom(one), storyFrom(other)];
  const comparison = comparedSteps(a, b);
  return { ...comparison, text: `\n${comparisonText(comparison, a, b)}\n` };
}

test("two runs that drift: changed, missing, new and moved steps", () => {
  const { text, first, counts, times } = compared(refund, drifted);
  expect(text).toMatchInlineSnapshot(`
    "
    = 1 1 run started
    = 2 2 search_orders
    = 3 3 reasoning
    ~ 4 4 get_policy (arguments, result)
    ~ 5 5 reasoning (text)
    + · 6 check_limit
    = 6 7 match_payments
    > 10 8 issue_refund (b, arguments)
    = 7 9 read_ledger
    - 8 · approval request
    - 9 · answer
    > 10 8 issue_refund (a, arguments)
    + · 10 add_note
    ~ 11 11 answer (text)
    = 12 12 run completed
    "
  `);
  expect(first).toEqual({ row: 3, sentence: "get_policy: region US → EU" });
  expect(counts).toEqual({
    changed: 4,
    differences: 8,
    equal: 6,
    moved: 1,
    movedAndChanged: 1,
    onlyInA: 2,
    onlyInB: 2,
  });
  // Waits for a person are no work.
  const waitsOfA = { waited: 500, whole: 11_000, withoutWaits: 10_500 };
  expect(times).toEqual({ a: waitsOfA, b: { waited: 0, whole: 11_000, withoutWaits: 11_000 } });
});

test("a step that moved and changed counts as both, and as one difference", () => {
  const [search, match] = [`search_orders {"customer":1} → {"orders":3}`, `match_payments {"order":1} → "duplicate"`];
  const note = `add_note {"ticket":1} → "saved"`;
  const ledger = (state: string): string => `read_ledger {"charge":"ch_1"} → "${state}"`;
  const a = [ledger("settled"), search, match, note, "completed"];
  const b = [note, search, match, ledger("open"), "completed"];
  const { text, counts, first } = compared(a.join("\n"), b.join("\n"));
  expect(text).toMatchInlineSnapshot(`
    "
    > 1 4 read_ledger (a, result)
    > 4 1 add_note (b)
    = 2 2 search_orders
    = 3 3 match_payments
    > 4 1 add_note (a)
    > 1 4 read_ledger (b, result)
    = 5 5 run completed
    "
  `);
  expect(counts).toMatchObject({ equal: 3, moved: 2, changed: 1, movedAndChanged: 1, differences: 2 });
  expect(first?.sentence).toBe("read_ledger: moved from step 1 of A to step 4 of B, result settled → open");
});

test("runs with the same steps and another input or output differ", () => {
  const steps = storyFrom(refund);
  const run = (input: unknown, output: unknown) => ({ steps, run: { input, output } });
  const values = (a: ReturnType<typeof run>, b: ReturnType<typeof run>) => {
    const { rows, first, counts } = compareStories(a, b);
    const ends = rows.filter(({ value }) => value).map(({ value, kind }) => `${value} ${kind}`);
    return [ends.join(", "), first?.sentence, counts.differences];
  };
  const ticket = { ticket: 48213, amount: 480 };
  expect(values(run(ticket, { reply: "Refunded." }), run(ticket, { reply: "Rejected." }))).toEqual([
    "input equal, output changed",
    "output: reply Refunded. → Rejected.",
    1,
  ]);
  expect(values(run(ticket, null), run({ ...ticket, amount: 620 }, { reply: "Done" }))).toEqual([
    "input changed, output changed",
    "input: amount 480 → 620",
    2,
  ]);
  // Ids and times differ by themselves.
  const made = (id: string) => ({ reply: "Done", run_id: id, created_at: `2026-11-0${id}T10:00:00Z` });
  expect(values(run(ticket, made("1")), run(ticket, made("2")))).toEqual(["input equal, output equal", undefined, 0]);
  // Only newer apps say that nothing was blocked.
  const [before, now] = [{ a: { content: "Hi" } }, { a: { content: "Hi", blocked: false } }];
  expect(values(run(ticket, before), run(ticket, now))).toEqual(["input equal, output equal", undefined, 0]);
  expect(values(run(undefined, null), run(null, undefined))).toEqual(["", undefined, 0]);
});

test("two batches of calls that are one in the other run share no step of it", () => {
  const story = (...batches: (readonly number[])[]): StoryStep[] => {
    const lines = batches.flat().map((page) => `read_page {"page":${page}} → "read"`);
    const bundles = batches.flatMap((pages, at) => pages.map(() => `bundle ${at}`));
    return storyFrom(lines.join("\n")).map((step, at): StoryStep => ({ ...step, bundle: bundles[at] }) as StoryStep);
  };
  const [a, b] = [story([1, 2], [3, 4]), story([2, 4, 9])];
  expect(`\n${comparisonText(comparedSteps(a, b), a, b)}\n`).toMatchInlineSnapshot(`
    "
    ~ 1 3 read_page (arguments)
    = 2 1 read_page
    - 3 · read_page
    = 4 2 read_page
    "
  `);
});

test.each(["agent", "workflow", "delegate", "placeholders"])("two runs of the play %s are equal", (play) => {
  for (let seed = 1; seed < 6; seed++) {
    const [a, b] = [seed, seed + 10].map((each) => endedRun({ play }, each).steps) as [StoryStep[], StoryStep[]];
    const { first, counts } = comparedSteps(a, b);
    expect({ seed, first, ...counts }).toMatchObject({ seed, first: undefined, equal: a.length, differences: 0 });
  }
});

/** Two nodes that speak at the same time; `order` says whose step begins next. */
function beside(order: string): StoryStep[] {
  const names = { c: "Classifier", l: "Language" };
  const counts = { c: 0, l: 0 };
  const lines = order.split("").map((each) => `[${names[each as "c"]}] think: ${each}${counts[each as "c"]++}`);
  return storyFrom(`started\n${lines.join("\n")}\ncompleted`).map((step) => ({ ...step, until: step.at! + 5_000 }));
}

test("steps of nodes that run at the same time have no order", () => {
  const [a, b] = [beside("clclcl"), beside("llcccl")];
  const comparison = comparedSteps(a, b);
  expect(comparison.counts).toMatchObject({ equal: 8, differences: 0 });
  expect(comparison.rows.map((row) => row.b)).not.toEqual(comparison.rows.map((_, index) => index));
});

test("steps of nodes of which one follows the other do have an order", () => {
  const after = (order: string): StoryStep[] => beside(order).map((step) => ({ ...step, until: step.at! + 500 }));
  expect(comparedSteps(after("ccll"), after("llcc")).counts).toMatchObject({ moved: 2, differences: 2 });
  const own = comparedSteps(beside("cccl"), beside("cccl").toSpliced(1, 2, beside("cccl")[2]!, beside("cccl")[1]!));
  expect(own.counts).toMatchObject({ moved: 1, differences: 1 });
});

test("ids and times in a text are ignored, the names of things are not", () => {
  const ignored = [
    "8c2c8e2e-1f7b-4c0e-9d55-0c7e5a1b0001",
    "2026-11-26T10:00:00.123Z",
    "2026-11-26 10:00+02:00",
    "call_18f24a57c094ef39",
    "toolu_01A09q90qw90lq917835lq9",
    "chatcmpl-9aB3xYz0123456789abc",
  ];
  expect(ignored.map((text) => withoutIds(`of ${text}, then`))).toEqual(ignored.map(() => "of …, then"));
  const kept = ["customer-7421", "ord_01J9ZC", "2026-11-26", "call_the_customer_again", "10:00", "run-2", "v1.2.3"];
  expect(kept.map(withoutIds)).toEqual(kept);
});

test("what only one of two runs could show isn't compared, and the others keep their places", () => {
  const deployed = storyFrom(`\nstarted\ncrm_lookup {"id":7} → "found"\nsay: Done.\ncompleted\n`);
  const [started, lookup, ...rest] = deployed;
  const plain = { ...lookup!, id: "plain", extra: true } as const;
  const local = [started!, plain, lookup!, ...rest];
  const { rows, counts } = comparedSteps(deployed, local);
  expect(counts.differences).toBe(0);
  expect(rows.map(({ a, b }) => [a, b])).toEqual(deployed.map((_, at) => [at, at === 0 ? 0 : at + 1]));
  // Two local runs are compared in all that they show.
  expect(comparedSteps(local, [started!, { ...plain, extra: true }, lookup!, ...rest]).rows).toHaveLength(local.length);
});
