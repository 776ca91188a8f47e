import type { EventRow } from "#workbench/panel/page/eventViews.ts";
import type { RunHeader } from "#workbench/panel/page/headerViews.ts";
import type { HostMessage, RunState } from "#workbench/panel/page/messages.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";

export const runId = "8c2c8e2e-2f0a-4f4e-9f4f-6e1a52f0a001";

/** A PNG image of one pixel. */
export const onePixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

export type Snapshot = Extract<HostMessage, { type: "snapshot" }>;
type Delta = Extract<HostMessage, { type: "delta" }>;

export function header(part: Partial<RunHeader> = {}): RunHeader {
  return {
    id: runId,
    title: "Refund request over $500",
    status: "started",
    statusWord: "Running",
    sentence: [{ text: "Iteration 2: " }, { text: "match_payments", code: true }, { text: " for 6.2 s" }],
    startedAt: "2026-06-10T09:15:21Z",
    userId: "customer-7421",
    sessionId: "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d",
    connectionName: "Support Triage",
    production: false,
    canCancel: true,
    canRunAgain: true,
    connected: true,
    acts: [{ id: "export", name: "Export Runs…", icon: "export" }],
    sessionActs: [{ id: "openConversation", name: "Open Conversation", icon: "comment" }],
    menu: JSON.stringify({ webviewSection: "dynamiqRun" }),
    ...part,
  };
}

const input = { ticket_subject: "Refund request over $500", customer: { id: "customer-7421", vip: true } };

/** A call and what came of it, as the panel shows both. */
const call = {
  input: `{\n  "customer_id": "customer-7421",\n  "strict": true\n}`,
  result: `{\n  "orders": 3,\n  "next": null\n}`,
};

/** A text that is complete. */
export const textStep = (sequence: number, text: string, part: object = {}): StepView => ({
  kind: "text",
  id: `t${sequence}`,
  sequence,
  at: sequence * 100,
  iteration: 1,
  object: "agent.reasoning.delta",
  text,
  growing: false,
  ...part,
});

/** A call that is over. */
export const callStep = (sequence: number, name: string, part: object = {}): StepView => ({
  kind: "tool",
  id: `c${sequence}`,
  sequence,
  at: sequence * 100,
  iteration: 1,
  name,
  toolType: "function",
  summary: "a → b",
  ...call,
  state: "finished",
  ...part,
});

/** A request that waits for its answer. */
export const requestStep = (sequence: number, part: object = {}): StepView => ({
  kind: "request",
  id: `r${sequence}`,
  sequence,
  at: sequence * 100,
  iteration: 2,
  title: "Asked for approval",
  text: "Refund $620 to customer-7421.",
  pending: true,
  ...part,
});

const iteration = 2;

/** A story with every kind of step but the end, in two iterations. */
export const story: StepView[] = [
  { kind: "started", id: "s1", sequence: 1, at: 0, title: "Refund request over $500" },
  textStep(
    2,
    "The customer reports a duplicate charge and asks for a refund of the second one.\nI will look up the account first.",
    { id: "s2", at: 300 },
  ),
  callStep(12, "lookup_customer", {
    id: "s3",
    at: 900,
    duration: 412,
    summary: "customer-7421 → Dana Whitfield, Pro plan, 3 orders",
  }),
  callStep(14, "search_orders", {
    id: "s4",
    at: 1400,
    duration: 1840,
    summary: "customer-7421, last 90 days → limit exceeded",
    result: `{\n  "error": "limit_exceeded"\n}`,
    resultLength: 4812,
    state: "failed",
  }),
  { kind: "notice", id: "s5", sequence: 16, at: 3000, iteration, title: "", text: "No approval is needed under $500." },
  requestStep(17, {
    id: "s6",
    at: 3200,
    text: "Approve issuing a $620 refund to customer-7421?",
    pending: false,
    details: `{\n  "amount": 620\n}`,
  }),
  { kind: "paused", id: "s7", sequence: 18, at: 3300, iteration, title: "Paused", text: "Checkpoint ckpt_01J9ZC8Q." },
  { kind: "answer", id: "s8", sequence: 19, at: 9000, iteration, title: "Approved", text: "amount 480" },
  { kind: "resumed", id: "s9", sequence: 20, at: 9100, iteration, title: "Resumed", text: "" },
  {
    kind: "other",
    id: "s10",
    sequence: 21,
    at: 9200,
    iteration,
    type: "vendor.fraud_score.v2",
    name: "risk",
    fields: "score 0.07",
    text: `{"score":0.07,"model":"fs-2026-05"}`,
  },
  {
    kind: "tool",
    id: "s11",
    sequence: 22,
    at: 9300,
    iteration,
    name: "match_payments",
    toolType: "http",
    summary: "ord_01J9ZC4M7T8QK2V5W6X7Y8Z9A0",
    input: call.input,
    state: "running",
    startedAt: "2026-06-10T09:15:30Z",
  },
  textStep(
    23,
    "While the provider answers: the policy says that a refund above $500 needs the approval of a person, ",
    { id: "s12", at: 9800, iteration, growing: true },
  ),
];

/** No two neighbours are of one kind, so each is a line. */
export function rows(count: number, from = 1): EventRow[] {
  return Array.from({ length: count }, (_, index) => {
    const sequence = from + index;
    const tool = sequence % 7 === 0;
    return {
      sequence,
      type: tool ? "agent.tool_call.completed" : sequence % 2 ? "agent.reasoning.delta" : "agent.content.delta",
      group: tool ? "tools" : "text",
      piece: tool ? undefined : ("text" as const),
      time: Date.UTC(2026, 5, 10, 9, 15, 21) + sequence * 40,
      summary: tool ? `get_policy · {"limit_usd":500,"n":${sequence}}` : `piece ${sequence}`,
    } satisfies EventRow;
  });
}

/** Texts as the story of a long run has them. */
export function texts(count: number, from = 100): StepView[] {
  return Array.from({ length: count }, (_, index) =>
    textStep(from + index, `Thought ${from + index}`, { iteration: 3 }),
  );
}

/** The next batch of a run, with these steps. */
export const added = (batch: number, ...steps: StepView[]): Delta =>
  delta({ batch, story: steps.map((upsert) => ({ upsert })) });

export function runState(part: Partial<RunState> = {}): RunState {
  return {
    header: header(),
    input: { kind: "value", value: input, bytes: 812 },
    output: { kind: "absent" },
    live: { kind: "live", text: "match_payments started 6.2 s ago" },
    ...part,
  };
}

export function snapshot(part: Partial<Snapshot> = {}): Snapshot {
  return {
    type: "snapshot",
    state: runState(),
    totals: { eventCount: 23, lastSequence: 23 },
    story,
    rows: rows(23),
    marks: [],
    ...part,
  };
}

export function delta(part: Partial<Delta> & { batch: number }): Delta {
  return { type: "delta", totals: { eventCount: 23, lastSequence: 23 }, story: [], rows: [], ...part };
}
