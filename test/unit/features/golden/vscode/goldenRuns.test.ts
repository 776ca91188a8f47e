import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { evaluateChecks } from "#features/golden/core/evaluateChecks.ts";
import { goldenView } from "#features/golden/vscode/goldenRuns.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import type { NoteView } from "#workbench/panel/page/noteViews.ts";
import { storyFrom } from "../../../../support/compare/storyText.ts";
import { goldenTestWith } from "../../../../support/golden/goldenTestWith.ts";

const golden = storyFrom(`
  started
  search_orders {"customer":7} → {"orders":3}
  get_policy {"topic":"refunds","region":"US"} → {"limit":500}
  match_payments {"order":1} → "duplicate"
  read_ledger {"charge":"ch_1"} → "settled"
  issue_refund {"amount":480} → "accepted"
  say: We refund $480 to your card.
  completed
`);
const drifted = storyFrom(`
  started
  search_orders {"customer":7} → {"orders":3}
  get_policy {"topic":"refunds","region":"EU"} → {"limit":900}
  check_limit {"amount":620} → "fine"
  issue_refund {"amount":620,"note":"twice"} → "accepted"
  say: We refund $620 to your card.
  completed
`);
const now = Date.UTC(2026, 10, 27, 12);
const goldenRun = { goldenRun: { id: "8c2c8e2e-5f0a-4a5e-9a63-2b1f0c6d7e11", finished: "2026-11-12T12:00:00Z" } };

function viewOf(
  steps: readonly StoryStep[],
  checks: object[],
  reference?: readonly StoryStep[],
  values: Partial<Run> = {},
): NoteView {
  const run: Run = { id: "r1", status: "completed", output: { amount: 620 } };
  const testing = goldenTestWith(checks, reference ? goldenRun : {});
  const found = evaluateChecks(testing, run, steps);
  const result = { attempt: 1, runId: run.id, kind: "failed", checks: found } as const;
  const golden = reference && { run: { ...run, ...values }, steps: reference };
  return goldenView({ test: testing, result, run, steps }, golden, now);
}

const said = (pieces: readonly { text: string; code?: boolean }[]): string =>
  pieces.map(({ text, code }) => (code ? `\`${text}\`` : text)).join("");

const buttonsOf = ({ acts }: NoteView): string[] => acts.map(({ name }) => name);

test("the banner counts the differences from the golden run and goes to the first", () => {
  const view = viewOf(drifted, [{ tool: "issue_refund", input: { amount: 480 } }], golden);
  expect(`${view.lead}${said(view.text)}`).toBe(
    "Compared with golden run of 12 Nov: 6 differences, the first at step 3.",
  );
  expect(view).toMatchObject({ step: { number: 3, sequence: 3 } });
  expect(buttonsOf(view)).toEqual(["Compare", "Accept as New Golden Run"]);
  expect(view.marks.map(({ id, kind, text }) => `${id} ${kind}: ${said(text)}`)).toEqual([
    "3 changed: Golden run: `region` was `US`, now `EU`",
    "3 removed: Golden run: `match_payments` and 1 more step followed here",
    "4 added: Golden run: no such step",
    "5 changed: Golden run: `amount` was `480`, now `620` and 1 more",
    "6 changed: Golden run: was `$480`, now `$620`",
  ]);
});

test("the mark at a step that moved and changed says both", () => {
  const order = [0, 4, 1, 2, 3, 5, 6, 7].map((at) => golden[at]!);
  const moved = order.map((step) => (step === golden[4] ? { ...golden[4], result: "open" } : step)) as StoryStep[];
  const view = viewOf(moved, [{ status: "failed" }], golden);
  expect(view.marks.map(({ id, kind, text }) => `${id} ${kind}: ${said(text)}`)).toEqual([
    "5 moved: Golden run: this was step 5; result was `settled`, now `open`",
  ]);
});

test("another input and another output are differences, marked at the first and the last step", () => {
  const other = { input: { amount: 480 }, output: { amount: 480 } };
  const view = viewOf(golden, [{ status: "failed" }], golden, other);
  expect(said(view.text)).toBe(" of 12 Nov: 2 differences, the first in the input.");
  expect(view).toMatchObject({ step: { number: 1 } });
  expect(view.marks.map(({ id, kind, text }) => `${id} ${kind}: ${said(text)}`)).toEqual([
    '1 changed: Golden run: input was `{"amount":480}`, now `nothing`',
    "8 changed: Golden run: output `amount` was `480`, now `620`",
  ]);
  const reply = viewOf(golden, [{ status: "failed" }], golden, { output: { amount: 480 } });
  expect(said(reply.text)).toBe(" of 12 Nov: 1 difference, the first in the output.");
  expect(reply.step).toMatchObject({ number: 8 });
});

test("without a golden run or a difference, the banner says which check failed", () => {
  const checks = [{ tool: "issue_refund", input: { amount: 480 } }, { status: "failed" }];
  const alone = viewOf(drifted, checks);
  expect(`${alone.lead}${said(alone.text)}`).toBe(
    "Golden test failed: a test. input.amount is 620, expected 480, and 1 other check failed.",
  );
  expect(alone).toMatchObject({ step: { number: 5, sequence: 5 } });
  expect(buttonsOf(alone)).toEqual(["Accept as New Golden Run"]);
  expect(alone.marks.map(({ id, kind, text }) => `${id} ${kind}: ${said(text)}`)).toEqual([
    "5 broken: Golden test: input.amount is 620, expected 480",
  ]);
  const twice = viewOf(drifted, [...checks, { tool: "issue_refund", input: { note: "once" } }]);
  expect(twice.marks.map(({ text }) => said(text))).toEqual([
    'Golden test: input.amount is 620, expected 480; input.note is "twice", expected "once"',
  ]);
  const same = viewOf(golden, [{ status: "failed" }], golden);
  expect(`${same.lead}${said(same.text)}`).toBe("Golden test failed: a test. status is completed, expected failed.");
  expect(buttonsOf(same)).toEqual(["Compare", "Accept as New Golden Run"]);
});
