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
  "another result": [base, base.with(5, base[5]!.replace("duplicate", "two orders"))],
  "a call that failed": [base, base.with(6, failed)],
  "a new step": [base, base.toSpliced(5, 0, note)],
  "a call twice": [base, base.toSpliced(6, 0, base[5]!)],
  "a call earlier with another argument": [base, moved(9, 5).map((each) => each.replace("480}", "620}"))],
  "two calls in the other order": [base, moved(6, 5)],
  "more at the end": [base.toSpliced(10, 1), base.toSpliced(10, 0, note, "think: The note is saved.")],
  "other texts throughout": [base, base.map((each) => each.replace(/(think|say): .*/, "$1: Something else."))],
  "a call in place of another": [base, base.with(5, 'check_limit {"amount":620} → "within the limit"')],
  "a loop with one more round": [loop(1, 2, 3), loop(1, 2, 3, 4)],
  "one call more of equal ones": [same(4), same(5)],
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
  "another result":
    "1=1 2=2 3=3 4=4 5=5 6~6 7=7 8=8 9=9 10=10 11=11 12=12 · match_payments: result duplicate → two orders",
  "a call that failed": "1=1 2=2 3=3 4=4 5=5 6=6 7~7 8=8 9=9 10=10 11=11 12=12 · read_ledger: finished → failed",
  "a new step": "1=1 2=2 3=3 4=4 5=5 6=7 7=8 8=9 9=10 10=11 11=12 12=13 · add_note: only in B",
  "a call twice": "1=1 2=2 3=3 4=4 5=5 6=6 7=8 8=9 9=10 10=11 11=12 12=13 · match_payments: only in B",
  "a call earlier with another argument":
    "1=1 2=2 3=3 4=4 5=5 6=7 7=8 8=9 9=10 10>6 11=11 12=12 · issue_refund: moved from step 10 of A to step 6 of B",
  "two calls in the other order":
    "1=1 2=2 3=3 4=4 5=5 6>7 7=6 8=8 9=9 10=10 11=11 12=12 · match_payments: moved from step 6 of A to step 7 of B",
  "more at the end": "1=1 2=2 3=3 4=4 5=5 6=6 7=7 8=8 9=9 10=10 11=14 · add_note: only in B",
  "other texts throughout":
    "1=1 2=2 3~3 4=4 5~5 6=6 7=7 8=8 9=9 10=10 11~11 12=12 · reasoning: Two charges exist for one order → Something else",
  "a call in place of another": "1=1 2=2 3=3 4=4 5=5 7=7 8=8 9=9 10=10 11=11 12=12 · match_payments: only in A",
  "a loop with one more round": "1=1 2=2 3=3 4=4 5=6 6=7 · read_page: only in B",
  "one call more of equal ones": "1=1 2=2 3=3 4=4 5=5 6=7 · read_page: only in B",
  "parallel calls in another order, one with another argument": "1=1 2~3 3=4 4=2 5=5 · read_page: page 1 → 9",
};

test.each(Object.keys(pairs))("the pairs of steps and the first difference are right: %s", (name) => {
  expect(compared(name)).toBe(recorded[name]);
});
