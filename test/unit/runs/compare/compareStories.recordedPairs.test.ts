import { expect, test } from "vitest";
import { stepsOfRow } from "#runs/compare/bodies/rowSentence.ts";
import { compareStories } from "#runs/compare/compareStories.ts";
import type { ComparedRun, ComparisonRow } from "#runs/compare/comparison.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import { storyFrom } from "../../../support/compare/storyText.ts";
import { endedRun } from "../../../support/golden/endedRun.ts";

/** A run, or its steps as lines, with `|` before calls that ran at the same time. */
type Side = readonly string[] | ComparedRun;

const base = [
  "started",
  'search_orders {"customer":"customer-7421","days":90} → {"orders":3}',
  "think: Two charges exist for one order.",
  'get_policy {"topic":"refunds","region":"US"} → {"limit_usd":500,"above":"approval"}',
  "think: The policy asks for approval above $500.",
  'match_payments {"order":"ord_01J9ZC"} → "duplicate"',
  'read_ledger {"charge":"ch_3PqT9a"} → "settled"',
  "ask: Refund $620?",
  'answered: {"approved":true}',
  'issue_refund {"charge":"ch_3PqT9a","amount":480} → "accepted"',
  "say: We refund $480 to your card.",
  "completed",
];
const match = base[5]!;
const note = 'add_note {"ticket":48213} → "saved"';
const failed = 'read_ledger (failed) {"charge":"ch_3PqT9a"} → "timed out"';
const limit = 'check_limit {"amount":620} → "within the limit"';
const policy = 'get_policy {"topic":"refunds","region":"EU"} → {"limit_usd":1000,"above":"approval"}';
const drifted = [
  ...[...base.slice(0, 3), policy, "think: The policy asks for approval above $1,000.", limit, match],
  ...[base[9]!.replace("480", "620"), base[6]!, note, "say: We refund $620 to your card.", "completed"],
];

function moved(from: number, to: number): string[] {
  return base.toSpliced(from, 1).toSpliced(to, 0, base[from]!);
}

const page = (number: number): string => `read_page {"page":${number}} → {"rows":${number * 10}}`;
const loop = (...numbers: number[]): string[] => ["started", ...numbers.map(page), "say: Done.", "completed"];
const parallel = (...numbers: number[]): string[] => [
  "started",
  ...numbers.map((number) => `|${page(number)}`),
  "completed",
];

/** Nodes that think at the same time, each thought after the name of its node. */
function beside(...thoughts: string[]): ComparedRun {
  const lines = thoughts.map((each) => each.replace(/^(\w)/, (name) => `[Node ${name}] think: `));
  const steps = storyFrom(["started", ...lines, "completed"].join("\n"));
  return { steps: steps.map((step) => ({ ...step, until: step.at! + 5_000 })) };
}

/** A run of the sample app. */
function app(input: Record<string, unknown>, seed = 1): ComparedRun {
  return endedRun(input, seed);
}

const ticket = { ticket_subject: "Charged twice", amount: 480 };
const triaged = app(ticket);
const desk = app({ desk: "refunds" });
const workflow = app({ play: "workflow" });

/** The same run whose steps began in another order. */
function reordered(run: ComparedRun, ...order: number[]): ComparedRun {
  const steps = run.steps.slice();
  const others = order.map((number, index) => {
    const { at, until } = steps[index]!;
    return { ...steps[number - 1]!, at, until };
  });
  return { ...run, steps: [...others, ...steps.slice(order.length)] };
}

const list = (length: number, lineOf: (index: number) => string): string[] =>
  Array.from({ length }, (_, index) => lineOf(index));
/** Calls that occur once. */
const calls = (length: number): string[] => list(length, page);
/** Calls that occur once, and a thought that occurs everywhere. */
const mixed = (length: number): string[] =>
  list(length, (index) => (index % 3 === 2 ? "think: Next page." : page(index)));
/** The same twenty calls again and again. */
const rounds = list(2_000, (index) => page(index % 20));

/** Of so many steps, one is removed, one gets a step before it, or its tool another name, in turn. */
function edited(lines: readonly string[], each: number): string[] {
  return lines.flatMap((line, index) => {
    if (index % each !== 4) return [line];
    const ways = [
      [],
      [`add_note {"of":${index}} → "saved"`, line],
      [line.replace("read_page", "open_page").replace("Next", "Last")],
    ];
    return ways[Math.floor(index / each) % ways.length]!;
  });
}

/** What is compared, and the result. `1-3=1-3` are equal steps, `~` are changed, `>` moved, `-` only in A, `+` in B. */
const pairs: Readonly<Record<string, readonly [a: Side, b: Side, rows: string, first: string]>> = {
  "the same": [base, base, "1-12=1-12", "none"],
  "another argument and result": [
    base,
    base.with(3, policy),
    "1-3=1-3, 4~4 get_policy, 5-12=5-12",
    "get_policy: region US → EU",
  ],
  "another result": [
    base,
    base.with(5, match.replace("duplicate", "two orders")),
    "1-5=1-5, 6~6 match_payments, 7-12=7-12",
    "match_payments: result duplicate → two orders",
  ],
  "another text": [
    base,
    base.with(4, "think: The policy asks for approval above $1,000."),
    "1-4=1-4, 5~5 reasoning, 6-12=6-12",
    "reasoning: $500 → $1,000",
  ],
  "another speaker": [
    base.with(5, `[Agent] ${match}`),
    base.with(5, `[Other agent] ${match}`),
    "1-5=1-5, 6~6 match_payments, 7-12=7-12",
    "match_payments: speaker Agent → Other agent",
  ],
  "a call that failed": [
    base,
    base.with(6, failed),
    "1-6=1-6, 7~7 read_ledger, 8-12=8-12",
    "read_ledger: finished → failed",
  ],
  "a call that failed and was made again": [
    base,
    base.toSpliced(6, 0, failed),
    "1-6=1-6, +7 read_ledger, 7-12=8-13",
    "read_ledger: only in B",
  ],
  "a call that failed once more": [
    base.toSpliced(6, 0, failed),
    base.toSpliced(6, 0, failed, failed),
    "1-7=1-7, +8 read_ledger, 8-13=9-14",
    "read_ledger: only in B",
  ],
  "a new step": [base, base.toSpliced(5, 0, note), "1-5=1-5, +6 add_note, 6-12=7-13", "add_note: only in B"],
  "a missing step": [base, base.toSpliced(5, 1), "1-5=1-5, -6 match_payments, 7-12=6-11", "match_payments: only in A"],
  "a call twice": [
    base,
    base.toSpliced(6, 0, match),
    "1-6=1-6, +7 match_payments, 7-12=8-13",
    "match_payments: only in B",
  ],
  "a call later": [
    base,
    moved(1, 6),
    "1=1, 2>7 search_orders, 3-7=2-6, 8-12=8-12",
    "search_orders: moved from step 2 of A to step 7 of B",
  ],
  "a call earlier, with another argument": [
    base,
    moved(9, 5).map((each) => each.replace("480}", "620}")),
    "1-5=1-5, 6-9=7-10, 10>6 issue_refund, 11-12=11-12",
    "issue_refund: moved from step 10 of A to step 6 of B, amount 480 → 620",
  ],
  "two calls in the other order": [
    base,
    moved(6, 5),
    "1-5=1-5, 6>7 match_payments, 7=6, 8-12=8-12",
    "match_payments: moved from step 6 of A to step 7 of B",
  ],
  "a call in place of another": [
    base,
    base.with(5, limit),
    "1-5=1-5, -6 match_payments, +6 check_limit, 7-12=7-12",
    "match_payments: only in A",
  ],
  "a tool with another name": [
    base,
    base.with(5, match.replace("match", "find")),
    "1-5=1-5, -6 match_payments, +6 find_payments, 7-12=7-12",
    "match_payments: only in A",
  ],
  "no approval": [
    base,
    base.toSpliced(7, 2),
    "1-7=1-7, -8-9 approval request/answer, 10-12=8-10",
    "approval request: only in A",
  ],
  "the end in the middle": [
    base,
    [...base.slice(0, 7), "failed: The ledger is closed."],
    "1-7=1-7, -8-12 approval request/answer/issue_refund/run completed, +8 run failed",
    "approval request: only in A",
  ],
  "more at the end": [
    base.toSpliced(10, 1),
    base.toSpliced(10, 0, note, "think: The note is saved."),
    "1-10=1-10, +11-13 add_note/reasoning/answer, 11=14",
    "add_note: only in B",
  ],
  "other results throughout": [
    base,
    base.map((each) => each.replace(/→ .*/, '→ "other"')),
    "1=1, 2~2 search_orders, 3=3, 4~4 get_policy, 5=5, 6-7~6-7 match_payments/read_ledger, 8-9=8-9, 10~10 issue_refund, 11-12=11-12",
    'search_orders: result {"orders":3} → other',
  ],
  "other texts throughout": [
    base,
    base.map((each) => each.replace(/(think|say): .*/, "$1: Something else.")),
    "1-2=1-2, 3~3 reasoning, 4=4, 5~5 reasoning, 6-10=6-10, 11~11 answer, 12=12",
    "reasoning: Two charges exist for one order → Something else",
  ],
  "a drift in many steps": [
    base,
    drifted,
    "1-3=1-3, 4-5~4-5 get_policy/reasoning, +6 check_limit, 6=7, 7=9, -8-9 approval request/answer, 10>8 issue_refund, +10 add_note, 11~11 answer, 12=12",
    "get_policy: region US → EU",
  ],
  "nothing in common": [
    base,
    loop(1, 2, 3),
    "1=1, -2-10 search_orders/reasoning/get_policy/match_payments/read_ledger/approval request/answer/issue_refund, +2-4 read_page, 11~5 answer, 12=6",
    "search_orders: only in A",
  ],
  "a loop with one more round": [
    loop(1, 2, 3),
    loop(1, 2, 3, 4),
    "1-4=1-4, +5 read_page, 5-6=6-7",
    "read_page: only in B",
  ],
  "a loop with one round less at its start": [
    loop(1, 2, 3, 4),
    loop(2, 3, 4),
    "1=1, -2 read_page, 3-7=2-6",
    "read_page: only in A",
  ],
  "a loop that began again": [
    loop(1, 2, 3),
    loop(1, 2, 3, 1, 2, 3),
    "1-4=1-4, +5-7 read_page, 5-6=8-9",
    "read_page: only in B",
  ],
  "one call more of equal ones": [
    loop(1, 1, 1, 1),
    loop(1, 1, 1, 1, 1),
    "1-5=1-5, +6 read_page, 6-7=7-8",
    "read_page: only in B",
  ],
  "parallel calls in another order": [parallel(1, 2, 3), parallel(3, 1, 2), "1=1, 2-3=3-4, 4=2, 5=5", "none"],
  "parallel calls in another order, one with another argument": [
    parallel(1, 2, 3),
    parallel(3, 9, 2),
    "1=1, 2~3 read_page, 3=4, 4=2, 5=5",
    "read_page: page 1 → 9",
  ],
  "parallel calls in another order, two with other arguments": [
    parallel(1, 2, 3, 4),
    parallel(4, 8, 9, 2),
    "1=1, 2~3 read_page, 3=5, 4~4 read_page, 5=2, 6=6",
    "read_page: page 1 → 8",
  ],
  "parallel calls in another order, one more": [
    parallel(1, 2, 3),
    parallel(3, 9, 2, 1),
    "1=1, 2=5, 3=4, 4=2, +3 read_page, 5=6",
    "read_page: only in B",
  ],
  "nodes side by side, in another order": [
    beside("A1", "B1", "A2", "B2"),
    beside("B1", "B2", "A1", "A2"),
    "1=1, 2=4, 3=2, 4=5, 5=3, 6=6",
    "none",
  ],
  "nodes side by side, one text in another": [
    beside("A1", "B1", "A2", "B2"),
    beside("B1", "A9", "B2", "A2"),
    "1=1, 2~3 reasoning, 3=2, 4=5, 5=4, 6=6",
    "reasoning: 1 → 9",
  ],
  "nodes side by side, with other texts": [
    beside("A1", "B1", "A2", "B2"),
    beside("A3", "B3", "A4", "B4"),
    "1=1, 2-5~2-5 reasoning, 6=6",
    "reasoning: 1 → 3",
  ],
  "nodes side by side, with other texts and in another order": [
    beside("A1", "B1"),
    beside("B3", "A3"),
    "1=1, 2~3 reasoning, 3~2 reasoning, 4=4",
    "reasoning: 1 → 3",
  ],
  "triage of two customers": [
    triaged,
    app(ticket, 3),
    "input equal, 1-2=1-2, 3-5~3-5 lookup_customer/search_orders/reasoning, 6-7=6-7, 8~8 match_payments, 9=9, 10~10 reasoning, 11=11, 12~12 issue_refund, 13-15=13-15, output changed",
    "lookup_customer: result name Amir Haddad → Lena Fischer",
  ],
  "triage of an amount that a person approves": [
    triaged,
    app({ ...ticket, amount: 620 }),
    "input changed, 1-3=1-3, 4-5~4-5 search_orders/reasoning, 6-7=6-7, 8~8 match_payments, 9=9, 10~10 reasoning, -11 notice, +11-15 approval request/run paused/answer/run resumed/reasoning, 12~16 issue_refund, 13-15=17-19, output changed",
    "input: amount 480 → 620",
  ],
  "triage of a question": [
    triaged,
    app({ ticket_subject: "Which plan?" }),
    "input changed, 1=1, 2~2 reasoning, 3=3, 4-6~4-6 search_orders/reasoning/get_policy, 7=7, -8-12 match_payments/vendor.fraud_score.v2/reasoning/notice/issue_refund, 13=8, 14~9 run.data, 15=10, output changed",
    "input: ticket_subject Charged twice → Which plan? and 1 more",
  ],
  "triage that failed": [
    triaged,
    app({ ...ticket, fail: true }),
    "input changed, 1-4=1-4, 5~5 reasoning, -6-11 get_policy/run.data/match_payments/vendor.fraud_score.v2/reasoning/notice, +6 check_ledger, 12~7 issue_refund, -13 reasoning, 14~8 run.data, -15 run completed, +9 run failed, output changed",
    "input: fail nothing → true",
  ],
  "triage that asked for feedback": [
    triaged,
    app({ ...ticket, ask: "feedback" }),
    "input changed, 1-9=1-9, 10~10 reasoning, +11-13 feedback request/answer/reasoning, 11=14, 12~15 issue_refund, 13-15=16-18, output changed",
    "input: ask nothing → feedback",
  ],
  "triage that paused": [
    triaged,
    app({ ...ticket, pause: true }),
    "input changed, 1-9=1-9, +10-11 run paused/run resumed, 10-11=12-13, 12~14 issue_refund, 13-15=15-17, output changed",
    "input: pause nothing → true",
  ],
  "refund desk: two calls in the other order": [
    desk,
    reordered(desk, 1, 2, 4, 3),
    "input equal, 1-2=1-2, 3>4 lookup_customer, 4=3, 5-8=5-8, output equal",
    "lookup_customer: moved from step 3 of A to step 4 of B",
  ],
  "refund desk: another ticket": [
    desk,
    app({ desk: "refunds", ticket: 48_214, customer: "customer-9", amount: 620 }),
    "input changed, 1-2=1-2, 3-4~3-4 lookup_customer/search_orders, 5=5, +6-7 approval request/answer, 6~8 issue_refund, 7-8=9-10, output changed",
    "input: ticket nothing → 48214 and 2 more",
  ],
  "chat about something else": [
    app({ play: "chat", input: "My name is Dana." }),
    app({ play: "chat", input: "I want a refund for order 4711." }),
    "input changed, 1=1, +2-5 approval request/answer/reasoning/issue refund, 2~6 answer, 3-4=7-8, output changed",
    "input: input My name is Dana. → I want a refund for order 4711.",
  ],
  "an agent alone, and one that another called": [
    app({ play: "agent" }),
    app({ play: "delegate" }),
    "input changed, 1=1, +2-3 reasoning/Refund agent tool, 2-3~4-5 reasoning/get order, -4-16 get shipment/get policy/reasoning/issue refund/Evidence agent tool/inspect photo/answer, 17~6 reasoning, 18=7, 19~8 workflow, 20=9, output changed",
    "input: play agent → delegate",
  ],
  "a workflow whose models began in the other order": [
    workflow,
    reordered(workflow, 1, 3, 2),
    "input equal, 1=1, 2=3, 3=2, 4-22=4-22, output equal",
    "none",
  ],
  "a workflow that failed at its last node": [
    workflow,
    app({ play: "workflow", fail: true }),
    "input changed, 1-20=1-20, 21~21 workflow, -22 run completed, +22 run failed, output changed",
    "input: fail nothing → true",
  ],
  "a workflow, and its agent alone": [
    workflow,
    app({ play: "agent" }),
    "input changed, 1=1, -2-3 text, 4-20=2-18, 21~19 workflow, 22=20, output changed",
    "input: play workflow → agent",
  ],
  "10,000 steps: nothing in common": [
    calls(10_000),
    list(10_000, (index) => `list_files {"folder":${index}} → []`),
    "-1-10000 read_page, +1-10000 list_files",
    "read_page: only in A",
  ],
  "10,000 steps: one of 25 edited": [
    mixed(10_000),
    edited(mixed(10_000), 25),
    "1-4=1-4, -5 read_page, 6-29=5-28, +29 add_note, 30-54=30-54, … 9733 equal, 0 changed, 267 only in A, 266 only in B, 0 moved",
    "read_page: only in A",
  ],
  "2,000 steps: one of 5 edited": [
    mixed(2_000),
    edited(mixed(2_000), 5),
    "1-4=1-4, -5 read_page, 6-9=5-8, +9 add_note, 10-14=10-14, … 1733 equal, 133 changed, 134 only in A, 133 only in B, 0 moved",
    "read_page: only in A",
  ],
  "2,000 steps: another result of each": [
    calls(2_000),
    calls(2_000).map((line) => line.replace("rows", "lines")),
    "1-2000~1-2000 read_page",
    "read_page: result rows 0 → nothing and 1 more",
  ],
  "2,000 steps: 400 more at the start, and another end": [
    calls(2_000),
    [...list(400, (index) => page(9_000 + index)), ...calls(1_999), note],
    "+1-400 read_page, 1-1999=401-2399, -2000 read_page, +2400 add_note",
    "read_page: only in B",
  ],
  "2,000 steps: the first 500 at the end": [
    mixed(2_000),
    [...mixed(2_000).slice(500), ...mixed(500)],
    "1-500>1501-2000 read_page/reasoning, 501-2000=1-1500",
    "read_page: moved from step 1 of A to step 1501 of B",
  ],
  "2,000 steps: rounds of equal calls, one of 6 missing": [
    rounds,
    rounds.filter((_, index) => index % 6 !== 1),
    "1=1, -2 read_page, 3-7=2-6, -8 read_page, 9-13=7-11, … 1666 equal, 0 changed, 334 only in A, 0 only in B, 0 moved",
    "read_page: only in A",
  ],
};

/** Of a long comparison so many stretches are recorded, and its counts. */
const maxShownTexts = 25;

function runOf(side: Side): ComparedRun {
  if (!("length" in side)) return side;
  const steps = storyFrom(side.map((line) => line.replace(/^\|/, "")).join("\n"));
  const atOnce = (step: StoryStep): StoryStep => ({ ...step, bundle: "1" }) as StoryStep;
  return { steps: steps.map((step, at) => (side[at]!.startsWith("|") ? atOnce(step) : step)) };
}

/** The rows in stretches of one kind, and the first difference. */
function resultOf(a: ComparedRun, b: ComparedRun): [rows: string, first: string] {
  const { rows, first, counts } = compareStories(a, b);
  const inB = rows.flatMap((row) => (row.b === undefined || (row.kind === "moved" && row.side === "a") ? [] : [row.b]));
  const numbers = Array.from({ length: b.steps.length }, (_, at) => at);
  expect(inB.toSorted((one, other) => one - other)).toEqual(numbers);
  const stretches: { row: ComparisonRow; length: number; names: Set<string> }[] = [];
  for (const row of rows) {
    if (row.kind === "moved" && row.side === "b") continue;
    const { name } = stepsOfRow(row, a, b);
    const last = stretches.at(-1);
    const follows = (side: "a" | "b"): boolean => {
      const from = last?.row[side];
      return row[side] === (from === undefined ? undefined : from + last!.length);
    };
    if (last?.row.kind === row.kind && !row.value && follows("a") && follows("b")) {
      last.length += 1;
      last.names.add(name);
    } else stretches.push({ row, length: 1, names: new Set([name]) });
  }
  const texts = stretches.map(stretchText);
  const { equal, changed, onlyInA, onlyInB, moved: elsewhere } = counts;
  const all = `… ${equal} equal, ${changed} changed, ${onlyInA} only in A, ${onlyInB} only in B, ${elsewhere} moved`;
  const shown = texts.length > maxShownTexts ? [...texts.slice(0, 5), all] : texts;
  return [shown.join(", "), first?.sentence ?? "none"];
}

function stretchText({ row, length, names }: { row: ComparisonRow; length: number; names: Set<string> }): string {
  const range = (at = -1): string => (at < 0 ? "" : length === 1 ? `${at + 1}` : `${at + 1}-${at + length}`);
  const [of, other] = [range(row.a), range(row.b)];
  const name = [...names].join("/");
  if (row.value) return `${name} ${row.kind}`;
  if (row.kind === "equal") return `${of}=${other}`;
  const places = { changed: `${of}~${other}`, moved: `${of}>${other}`, onlyInA: `-${of}`, onlyInB: `+${other}` };
  return `${places[row.kind]} ${name}`;
}

const isWritten = (side: Side): side is readonly string[] => "length" in side;
const written = Object.keys(pairs).filter((name) => pairs[name]!.slice(0, 2).every((side) => isWritten(side as Side)));

test.each(written)("its counts are right when they are counted again, from the lines: %s", (name) => {
  const [a, b] = pairs[name]!.slice(0, 2) as [readonly string[], readonly string[]];
  const { rows, counts } = compareStories(runOf(a), runOf(b));
  const steps = rows.filter((row) => row.kind !== "moved" || row.side === "a");
  const both = steps.filter((row) => row.a !== undefined && row.b !== undefined);
  const isOther = (row: ComparisonRow): boolean => a[row.a!]!.replace("|", "") !== b[row.b!]!.replace("|", "");
  const moved = both.filter(({ kind }) => kind === "moved");
  const onlyInA = a.length - both.length;
  const onlyInB = b.length - both.length;
  const changed = both.filter(isOther).length;
  const movedAndChanged = moved.filter(isOther).length;
  const differences = changed + moved.length - movedAndChanged + onlyInA + onlyInB;
  const equal = both.length - changed - moved.length + movedAndChanged;
  expect(counts).toEqual({ equal, changed, onlyInA, onlyInB, moved: moved.length, movedAndChanged, differences });
});

test.each(Object.keys(pairs))("the result is the recorded one: %s", (name) => {
  const [a, b, ...result] = pairs[name]!;
  expect(resultOf(runOf(a), runOf(b))).toEqual(result);
});
