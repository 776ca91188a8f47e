import type { HostMessage, RunState } from "../../../src/protocol/messages.ts";
import type { EventRow, RunHeader, StoryItem } from "../../../src/protocol/viewModels.ts";

export const runId = "8c2c8e2e-2f0a-4f4e-9f4f-6e1a52f0a001";

/** A PNG image of one pixel. */
export const onePixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

type Snapshot = Extract<HostMessage, { type: "snapshot" }>;
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
    canCompare: false,
    ...part,
  };
}

const failedHeader: RunHeader = header({
  status: "failed",
  statusWord: "Failed",
  sentence: [{ text: "payment_gateway_timeout", code: true }, { text: " in iteration 2" }],
  endedAt: "2026-06-10T09:16:28.400Z",
  canCancel: false,
});

const completedHeader: RunHeader = header({
  status: "completed",
  statusWord: "Completed",
  sentence: [{ text: "category", code: true }, { text: " billing" }],
  endedAt: "2026-06-10T09:22:40Z",
  canCancel: false,
});

const input = { ticket_subject: "Refund request over $500", customer: { id: "customer-7421", vip: true } };

export const output = {
  category: "billing",
  priority: 2,
  escalated: false,
  refund: { id: "rf_01J9ZD3W7X8Y9Z0A1B2C3D4E5F", amount: 480, currency: "USD", note: null },
  reply: `Hello Dana,\n\nyou were charged twice for June.\n\n${"The second charge was our mistake. ".repeat(12)}`,
  steps: Array.from({ length: 14 }, (_, index) => ({ step: index + 1, name: `step_${index + 1}` })),
  "a/b~c": "slash and tilde",
};

const details = `{
  "code": "payment_gateway_timeout",
  "retryable": false,
  "details": {
    "gateway": "northpay-eu-2",
    "attempts": 3
  }
}`;

const call = {
  input: `{\n  "customer_id": "customer-7421",\n  "strict": true\n}`,
  result: `{\n  "orders": 3,\n  "next": null\n}`,
};

/** A story with every kind of item but the end, in two iterations. */
export const story: StoryItem[] = [
  { kind: "started", id: "s1", sequence: 1, at: 0, title: "Refund request over $500" },
  {
    kind: "text",
    id: "s2",
    sequence: 2,
    at: 300,
    iteration: 1,
    object: "agent.reasoning.delta",
    text: "The customer reports a duplicate charge and asks for a refund of the second one.\nI will look up the account first.",
    growing: false,
  },
  {
    kind: "tool",
    id: "s3",
    sequence: 12,
    at: 900,
    iteration: 1,
    name: "lookup_customer",
    toolType: "function",
    summary: "customer-7421 → Dana Whitfield, Pro plan, 3 orders",
    ...call,
    state: "finished",
    duration: 412,
  },
  {
    kind: "tool",
    id: "s4",
    sequence: 14,
    at: 1400,
    iteration: 1,
    name: "search_orders",
    toolType: "function",
    summary: "customer-7421, last 90 days → limit exceeded",
    ...call,
    result: `{\n  "error": "limit_exceeded"\n}`,
    resultLength: 4812,
    state: "failed",
    duration: 1840,
  },
  {
    kind: "notice",
    id: "s5",
    sequence: 16,
    at: 3000,
    iteration: 2,
    title: "",
    text: "No approval is needed under $500.",
  },
  {
    kind: "request",
    id: "s6",
    sequence: 17,
    at: 3200,
    iteration: 2,
    title: "Asked for approval",
    text: "Approve issuing a $620 refund to customer-7421?",
    details: `{\n  "amount": 620\n}`,
  },
  { kind: "paused", id: "s7", sequence: 18, at: 3300, iteration: 2, text: "Checkpoint ckpt_01J9ZC8Q." },
  { kind: "answer", id: "s8", sequence: 19, at: 9000, iteration: 2, title: "Approved", text: "amount 480" },
  { kind: "resumed", id: "s9", sequence: 20, at: 9100, iteration: 2, text: "" },
  {
    kind: "other",
    id: "s10",
    sequence: 21,
    at: 9200,
    iteration: 2,
    type: "vendor.fraud_score.v2",
    text: `{"score":0.07,"model":"fs-2026-05"}`,
  },
  {
    kind: "tool",
    id: "s11",
    sequence: 22,
    at: 9300,
    iteration: 2,
    name: "match_payments",
    toolType: "http",
    summary: "ord_01J9ZC4M7T8QK2V5W6X7Y8Z9A0",
    input: call.input,
    state: "running",
    startedAt: "2026-06-10T09:15:30Z",
  },
  {
    kind: "text",
    id: "s12",
    sequence: 23,
    at: 9800,
    iteration: 2,
    object: "agent.reasoning.delta",
    text: "While the provider answers: the policy says that a refund above $500 needs the approval of a person, ",
    growing: true,
  },
];

export const failedItem: StoryItem = {
  kind: "failed",
  id: "s13",
  sequence: 30,
  at: 67_400,
  iteration: 2,
  code: "payment_gateway_timeout",
  message: "The payment gateway did not answer within 30 s.",
  details,
};

export function rows(count: number, from = 1): EventRow[] {
  return Array.from({ length: count }, (_, index) => {
    const sequence = from + index;
    const tool = sequence % 7 === 0;
    return {
      sequence,
      type: tool ? "agent.tool_call.completed" : "agent.reasoning.delta",
      group: tool ? "tools" : "text",
      time: Date.UTC(2026, 5, 10, 9, 15, 21) + sequence * 40,
      summary: tool ? `get_policy · {"limit_usd":500,"n":${sequence}}` : `piece ${sequence}`,
    } satisfies EventRow;
  });
}

/** Texts as the story of a long run has them. */
export function texts(count: number, from = 100): StoryItem[] {
  return Array.from({ length: count }, (_, index) => ({
    kind: "text",
    id: `t${from + index}`,
    sequence: from + index,
    at: (from + index) * 100,
    iteration: 3,
    object: "agent.reasoning.delta",
    text: `Thought ${from + index}`,
    growing: false,
  }));
}

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

const ended = (text: string) => ({ kind: "ended" as const, text });

export function failedSnapshot(): Snapshot {
  return snapshot({
    state: runState({ header: failedHeader, live: ended("Failed at 09:16:28") }),
    story: [
      ...story.slice(0, 10),
      {
        kind: "tool",
        id: "s11",
        sequence: 22,
        at: 37_400,
        iteration: 2,
        name: "issue_refund",
        toolType: "http",
        summary: "148.5 USD",
        input: call.input,
        state: "unfinished",
        duration: 30_000,
      },
      failedItem,
    ],
    rows: [
      ...rows(29),
      {
        sequence: 30,
        type: "run.failed",
        group: "run",
        time: Date.parse("2026-06-10T09:16:28.391Z"),
        summary: "payment_gateway_timeout",
        failed: true,
      },
    ],
    marks: [
      { after: 9, text: "Connection lost at 9. Reconnected after 3.2 s.", warning: false },
      { after: 14, text: "4 events missing, 15 to 18.", warning: true, gap: { from: 15, to: 18 } },
    ],
    totals: { eventCount: 30, lastSequence: 30 },
  });
}

export function completedSnapshot(): Snapshot {
  return snapshot({
    state: runState({
      header: completedHeader,
      output: { kind: "value", value: output, bytes: 7700 },
      live: ended("Completed at 09:22:40"),
    }),
    story: [
      ...story.slice(0, 4),
      { kind: "completed", id: "s14", sequence: 31, at: 439_000, iteration: 2, text: "category billing" },
    ],
  });
}
