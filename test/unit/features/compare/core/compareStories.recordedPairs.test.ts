import { expect, test } from "vitest";
import { compareStories } from "../../../../../src/features/compare/core/compareStories.ts";
import type { StoryStep } from "../../../../../src/runs/story/storySteps.ts";
import { storyFrom } from "../../../../support/compare/storyText.ts";

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
const policy = 'get_policy {"topic":"refunds","region":"EU"} → {"limit_usd":1000,"above":"approval"}';
const note = 'add_note {"ticket":48213} → "saved"';
const failed = 'read_ledger (failed) {"charge":"ch_3PqT9a"} → "timed out"';
const pages = (...numbers: number[]): string[] => numbers.map((n) => `read_page {"page":${n}} → {"rows":${n * 10}}`);
const loop = (...numbers: number[]): string[] => ["started", ...pages(...numbers), "say: Done.", "completed"];
const same = (count: number): string[] => [
  "started",
  ...Array.from({ length: count }, () => pages(1)[0]!),
  "completed",
];
const moved = (from: number, to: number): string[] => {
  const rest = base.toSpliced(from, 1);
  return rest.toSpliced(to, 0, base[from]!);
};

/** Each run as lines, `|` before calls that ran at the same time. */
const pairs: Readonly<Record<string, readonly [a: readonly string[], b: readonly string[]]>> = {
  "the same": [base, base],
  "another argument": [base, base.with(3, policy.replace("1000", "500"))],
  "another argument and result": [base, base.with(3, policy)],
  "another result": [base, base.with(5, base[5]!.replace("duplicate", "two orders"))],
  "another text": [base, base.with(4, "think: The policy asks for approval above $1,000.")],
  "a call that failed": [base, base.with(6, failed)],
  "a new step": [base, base.toSpliced(5, 0, note)],
  "a missing step": [base, base.toSpliced(5, 1)],
  "two new steps": [base, base.toSpliced(5, 0, note, "think: A note is there.")],
  "a call twice": [base, base.toSpliced(6, 0, base[5]!)],
  "a call that failed and was made again": [base, base.toSpliced(6, 0, failed)],
  "a call earlier": [base, moved(6, 2)],
  "a call later": [base, moved(1, 6)],
  "a call earlier with another argument": [base, moved(9, 5).map((each) => each.replace("480}", "620}"))],
  "two calls in the other order": [base, moved(6, 5)],
  "no approval": [base, base.toSpliced(7, 2)],
  "the end in the middle": [base, [...base.slice(0, 7), "failed: The ledger is closed."]],
  "more at the end": [base.toSpliced(10, 1), base.toSpliced(10, 0, note, "think: The note is saved.")],
  "another speaker": [base.with(5, `[Agent] ${base[5]!}`), base.with(5, `[Other agent] ${base[5]!}`)],
  "other results throughout": [base, base.map((each) => each.replace(/→ .*/, '→ "other"'))],
  "other texts throughout": [base, base.map((each) => each.replace(/(think|say): .*/, "$1: Something else."))],
  "a text between two": [base, base.toSpliced(4, 0, "think: Nothing like the others, it is about the weather.")],
  "a call in place of another": [base, base.with(5, 'check_limit {"amount":620} → "within the limit"')],
  drift: [
    base,
    [
      ...base.slice(0, 3),
      policy,
      "think: The policy asks for approval above $1,000.",
      'check_limit {"amount":620} → "within the limit"',
      base[5]!,
      base[9]!.replace("480", "620"),
      base[6]!,
      note,
      "say: We refund $620 to your card.",
      "completed",
    ],
  ],
  "nothing in common": [base, ["started", ...pages(1, 2, 3), "say: Three pages.", "completed"]],
  "a loop with one more round": [loop(1, 2, 3), loop(1, 2, 3, 4)],
  "a loop with one round less at its start": [loop(1, 2, 3, 4), loop(2, 3, 4)],
  "one call more of equal ones": [same(4), same(5)],
  "parallel calls in another order": [
    ["started", ...pages(1, 2, 3).map((each) => `|${each}`), "completed"],
    ["started", ...pages(3, 1, 2).map((each) => `|${each}`), "completed"],
  ],
  "parallel calls in another order, one with another argument": [
    ["started", ...pages(1, 2, 3).map((each) => `|${each}`), "completed"],
    ["started", ...pages(3, 9, 2).map((each) => `|${each}`), "completed"],
  ],
};

function storyOf(lines: readonly string[]): StoryStep[] {
  return storyFrom(lines.map((line) => line.replace(/^\|/, "")).join("\n")).map((step, at) =>
    lines[at]!.startsWith("|") ? ({ ...step, bundle: "b" } as StoryStep) : step,
  );
}

/** The pairs of steps, `~` between those that differ and `>` between those that moved; and the first difference. */
function compared(name: string): string {
  const [a, b] = pairs[name]!.map(storyOf);
  const { rows, first } = compareStories(a!, b!);
  const signs = { equal: "=", changed: "~", moved: ">" } as Readonly<Record<string, string>>;
  const found = rows.flatMap((row) =>
    row.a === undefined || row.b === undefined || (row.kind === "moved" && row.side === "b")
      ? []
      : [`${row.a + 1}${signs[row.kind]}${row.b + 1}`],
  );
  return `${found.join(" ")} · ${first?.sentence ?? "none"}`;
}

/** Recorded before the alignment was that of a library. */
const recorded: Readonly<Record<string, string>> = {
  "the same": "1=1 2=2 3=3 4=4 5=5 6=6 7=7 8=8 9=9 10=10 11=11 12=12 · none",
  "another argument": "1=1 2=2 3=3 4~4 5=5 6=6 7=7 8=8 9=9 10=10 11=11 12=12 · get_policy: region US → EU",
  "another argument and result": "1=1 2=2 3=3 4~4 5=5 6=6 7=7 8=8 9=9 10=10 11=11 12=12 · get_policy: region US → EU",
  "another result":
    "1=1 2=2 3=3 4=4 5=5 6~6 7=7 8=8 9=9 10=10 11=11 12=12 · match_payments: result duplicate → two orders",
  "another text": "1=1 2=2 3=3 4=4 5~5 6=6 7=7 8=8 9=9 10=10 11=11 12=12 · reasoning: $500 → $1,000",
  "a call that failed": "1=1 2=2 3=3 4=4 5=5 6=6 7~7 8=8 9=9 10=10 11=11 12=12 · read_ledger: finished → failed",
  "a new step": "1=1 2=2 3=3 4=4 5=5 6=7 7=8 8=9 9=10 10=11 11=12 12=13 · add_note: only in B",
  "a missing step": "1=1 2=2 3=3 4=4 5=5 7=6 8=7 9=8 10=9 11=10 12=11 · match_payments: only in A",
  "two new steps": "1=1 2=2 3=3 4=4 5=5 6=8 7=9 8=10 9=11 10=12 11=13 12=14 · add_note: only in B",
  "a call twice": "1=1 2=2 3=3 4=4 5=5 6=6 7=8 8=9 9=10 10=11 11=12 12=13 · match_payments: only in B",
  "a call that failed and was made again":
    "1=1 2=2 3=3 4=4 5=5 6=6 7=8 8=9 9=10 10=11 11=12 12=13 · read_ledger: only in B",
  "a call earlier":
    "1=1 2=2 3=4 4=5 5=6 6=7 7>3 8=8 9=9 10=10 11=11 12=12 · read_ledger: moved from step 7 of A to step 3 of B",
  "a call later":
    "1=1 2>7 3=2 4=3 5=4 6=5 7=6 8=8 9=9 10=10 11=11 12=12 · search_orders: moved from step 2 of A to step 7 of B",
  "a call earlier with another argument":
    "1=1 2=2 3=3 4=4 5=5 6=7 7=8 8=9 9=10 10>6 11=11 12=12 · issue_refund: moved from step 10 of A to step 6 of B",
  "two calls in the other order":
    "1=1 2=2 3=3 4=4 5=5 6>7 7=6 8=8 9=9 10=10 11=11 12=12 · match_payments: moved from step 6 of A to step 7 of B",
  "no approval": "1=1 2=2 3=3 4=4 5=5 6=6 7=7 10=8 11=9 12=10 · approval request: only in A",
  "the end in the middle": "1=1 2=2 3=3 4=4 5=5 6=6 7=7 · approval request: only in A",
  "more at the end": "1=1 2=2 3=3 4=4 5=5 6=6 7=7 8=8 9=9 10=10 11=14 · add_note: only in B",
  "another speaker":
    "1=1 2=2 3=3 4=4 5=5 6~6 7=7 8=8 9=9 10=10 11=11 12=12 · match_payments: speaker Agent → Other agent",
  "other results throughout":
    '1=1 2~2 3=3 4~4 5=5 6~6 7~7 8=8 9=9 10~10 11=11 12=12 · search_orders: result {"orders":3} → other',
  "other texts throughout":
    "1=1 2=2 3~3 4=4 5~5 6=6 7=7 8=8 9=9 10=10 11~11 12=12 · reasoning: Two charges exist for one order → Something else",
  "a text between two": "1=1 2=2 3=3 4=4 5=6 6=7 7=8 8=9 9=10 10=11 11=12 12=13 · reasoning: only in B",
  "a call in place of another": "1=1 2=2 3=3 4=4 5=5 7=7 8=8 9=9 10=10 11=11 12=12 · match_payments: only in A",
  drift: "1=1 2=2 3=3 4~4 5~5 6=7 7=9 10>8 11~11 12=12 · get_policy: region US → EU",
  "nothing in common": "1=1 11~5 12=6 · search_orders: only in A",
  "a loop with one more round": "1=1 2=2 3=3 4=4 5=6 6=7 · read_page: only in B",
  "a loop with one round less at its start": "1=1 3=2 4=3 5=4 6=5 7=6 · read_page: only in A",
  "one call more of equal ones": "1=1 2=2 3=3 4=4 5=5 6=7 · read_page: only in B",
  "parallel calls in another order": "1=1 2=3 3=4 4=2 5=5 · none",
  "parallel calls in another order, one with another argument": "1=1 2~3 3=4 4=2 5=5 · read_page: page 1 → 9",
};

test.each(Object.keys(pairs))("the pairs of steps and the first difference are right: %s", (name) => {
  expect(compared(name)).toBe(recorded[name]);
});
