import type { RunHeader } from "#workbench/panel/page/headerViews.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import { callStep, header, rows, runState, type Snapshot, snapshot, story } from "./sampleRun.ts";

const failedHeader: RunHeader = header({
  status: "failed",
  statusWord: "Failed",
  endedAt: "2026-06-10T09:16:28.400Z",
  canCancel: false,
  sentence: [{ text: "payment_gateway_timeout", code: true }, { text: " in iteration 2" }],
});

const completedHeader: RunHeader = header({
  status: "completed",
  statusWord: "Completed",
  endedAt: "2026-06-10T09:22:40Z",
  canCancel: false,
  sentence: [{ text: "category", code: true }, { text: " billing" }],
});

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

const failedStep: StepView = {
  kind: "failed",
  id: "s13",
  sequence: 30,
  at: 67_400,
  iteration: 2,
  code: "payment_gateway_timeout",
  message: "The payment gateway did not respond within 30 s.",
  details,
};

const ended = (text: string) => ({ kind: "ended" as const, text });

/** @param names of nodes that failed */
export function failedSnapshot(names: readonly string[] = []): Snapshot {
  const nodes = names.map((name) => ({
    name,
    status: "failure",
    reason: "401 from the CRM: its access token expired",
  }));
  return snapshot({
    state: runState({
      header: failedHeader,
      live: ended("Failed at 09:16:28"),
      ending: nodes.length > 0 ? { reason: "", nodes } : undefined,
    }),
    story: [
      ...story.slice(0, 10),
      callStep(22, "issue_refund", {
        id: "s11",
        at: 37_400,
        iteration: 2,
        toolType: "http",
        summary: "148.5 USD",
        result: undefined,
        state: "unfinished",
        duration: 30_000,
      }),
      failedStep,
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
      { after: 9, text: "Connection lost at 9. Reconnected after 3.2 s.", reconnect: true },
      { after: 14, text: "4 events are missing: 15 to 18.", gap: { from: 15, to: 18 } },
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
      {
        kind: "completed",
        id: "s14",
        sequence: 31,
        at: 439_000,
        iteration: 2,
        title: "Completed",
        text: "category billing",
      },
    ],
  });
}
