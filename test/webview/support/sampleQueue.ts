import type { DetailView, GroupView, QueueView, RowView, WorkView } from "#features/waitingQueue/page/queueViews.ts";
import { minute } from "#model/duration.ts";
import { approval } from "./sampleInputRequests.ts";

/** When the page is looked at: ages are told from now. */
const ago = (minutes: number): number => Date.now() - minutes * minute - 1_000;

export function queueRow(n: number, part: Partial<RowView> = {}): RowView {
  return {
    id: `row-${n}`,
    app: n % 3 === 0 ? "billing" : "support",
    user: `customer-${7420 + n}`,
    since: ago(140 - n * 9),
    values: [String(620 - n * 17.5), n % 2 === 0 ? "USD" : "EUR"],
    prompt: `Refund the charge of ticket ${48_310 + n}?`,
    hasDraft: false,
    fixed: "",
    state: "waits",
    ...part,
  };
}

const rows = (count: number): RowView[] => Array.from({ length: count }, (_, n) => queueRow(n));

const refunds: GroupView = {
  id: "refunds",
  name: "issue_refund",
  isTool: true,
  shape: "amount, currency, reason",
  same: "reason duplicate",
  isBulk: true,
  columns: [
    { name: "amount", isNumber: true },
    { name: "currency", isNumber: false },
  ],
  rows: [
    queueRow(0, {
      hasDraft: true,
      prompt: `Approve issuing a $620 refund to customer-7420? ${"The second charge is settled. ".repeat(30)}`,
    }),
    ...rows(14).slice(1),
  ],
};

const questions: GroupView = {
  id: "questions",
  name: "Questions",
  isTool: false,
  shape: "each needs its own answer",
  same: "",
  isBulk: false,
  columns: [{ name: "Asks", isNumber: false }],
  rows: [1, 2, 3].map((n) =>
    queueRow(20 + n, {
      app: n === 3 ? "guide" : "support",
      since: ago(4),
      values: [n === 1 ? "2 questions" : "free text"],
      prompt: "Which of the two addresses is the right one?",
      fixed: "Each question needs its own answer",
      ...(n === 3 ? { until: Date.now() + 90_500 } : {}),
    }),
  ),
};

export function queue(part: Partial<QueueView> = {}): QueueView {
  return {
    apps: [
      { id: "support", name: "Support Triage", isProduction: true, waiting: 11 },
      { id: "billing", name: "Billing Assistant", isProduction: false, waiting: 5 },
      { id: "guide", name: "Onboarding Guide", isProduction: false, waiting: 1 },
    ],
    groups: [refunds, questions],
    settled: 0,
    isReading: false,
    ...part,
  };
}

/** The same, with some answered. */
export function queueWithAnswers(): QueueView {
  const settled = new Map<string, Partial<RowView>>([
    ["row-1", { state: "settled", outcome: "Approved by you" }],
    ["row-2", { state: "settled", outcome: "Somebody else already answered this at 09:31:52." }],
    [
      "row-3",
      { state: "failed", outcome: "The connection was reset. Your answer didn't arrive. It is kept as a draft." },
    ],
    ["row-4", { state: "sending" }],
  ]);
  const answered = { ...refunds, rows: refunds.rows.map((row) => ({ ...row, ...settled.get(row.id) })) };
  return queue({ groups: [answered, questions], settled: 2 });
}

export function detail(id = "row-0", part: Partial<DetailView> = {}): DetailView {
  const request = approval();
  return {
    id,
    title: "Refund request over $500",
    app: "Support Triage",
    isProduction: true,
    user: "customer-7420",
    run: "8c2c8e2e",
    request: { ...request, form: { ...request.form, id } },
    steps: [
      { icon: "tools", name: "match_payments", text: "customer-7421 → duplicate", took: "9.7 s" },
      { icon: "thinking", name: "", text: "The second charge carries a different idempotency key.", took: "" },
      { icon: "bell-dot", name: "", text: "Asked for approval", took: "" },
    ],
    ...part,
  };
}

const facts = ({ id, user, values, prompt }: RowView) => ({ id, user, values, prompt });

export function review(part: Partial<WorkView> = {}): WorkView {
  const reviewed = refunds.rows.slice(0, 9).map((row, n) => ({
    ...facts(row),
    sent: [
      { name: "approved", text: "true" },
      ...(n === 0 ? [{ name: "amount", text: "480", was: "620" }] : []),
      { name: "feedback", text: "Checked against the ledger of 25 November." },
    ],
    json: '{\n  "type": "approval",\n  "data": {\n    "approved": true\n  }\n}',
    ...(n === 4 ? { over: "The run no longer waits for this answer", sent: [], json: "" } : {}),
  }));
  return {
    stage: "review",
    decision: "approve",
    name: "issue_refund",
    isTool: true,
    columns: refunds.columns,
    reason: "Checked against the ledger of 25 November.",
    version: 3,
    isSending: false,
    parts: [
      { app: "Support Triage", isProduction: true, rows: reviewed.slice(0, 7) },
      { app: "Billing Assistant", isProduction: false, rows: reviewed.slice(7) },
    ],
    ...part,
  };
}

export function outcomes(): WorkView {
  const kinds = ["sent", "sent", "failed", "late", "sent", "sent", "sent", "sent", "late"] as const;
  const texts = {
    sent: "Sent 09:32:07",
    failed: "The connection was reset. Your answer didn't arrive. It is kept as a draft.",
    late: "Somebody else already answered this at 09:31:52.",
  };
  const done = refunds.rows.slice(0, 9).map((row, n) => {
    const kind = kinds[n]!;
    return { ...facts(row), sent: [], json: "", outcome: { kind, text: texts[kind] } };
  });
  return {
    ...review({ stage: "outcomes" }),
    parts: [
      { app: "Support Triage", isProduction: true, rows: done.slice(0, 7) },
      { app: "Billing Assistant", isProduction: false, rows: done.slice(7) },
    ],
  };
}
