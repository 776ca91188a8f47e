import type { StepView } from "#workbench/panel/page/storyViews.ts";
import { callStep, header, requestStep, runState, type Snapshot, snapshot, textStep } from "./sampleRun.ts";

/** What took time, from the time in milliseconds to another; without the other it goes on. */
type Step = [name: string, iteration: number, from: number, to?: number, part?: Partial<StepView>];

/** A story of texts (`Reasoning`), requests (ending in `?`) and calls. */
export function timelineStory(...steps: Step[]): StepView[] {
  return steps.map(([name, iteration, from, to, part], index): StepView => {
    const [sequence, open] = [2 * index + 2, to === undefined];
    const place = { id: `i${index}`, iteration, at: from, until: open ? undefined : to };
    if (name === "Reasoning")
      return textStep(sequence, "The charges match.", { ...place, kind: "reasoning", growing: open, ...part });
    if (name.endsWith("?")) return requestStep(sequence, { ...place, text: name, pending: open, ...part });
    const values = { input: '{\n  "order_id": "ord_01J9"\n}', result: '{\n  "duplicate": true\n}' };
    const made = { toolType: "http", summary: "", state: open ? "running" : "finished" };
    return callStep(sequence, name, { ...place, ...values, ...made, ...part });
  });
}

/** A run of four iterations with a long wait, whose last call goes on. */
export const longStory = timelineStory(
  ["Reasoning", 1, 0, 1800],
  ["lookup_customer", 1, 1900, 2312],
  ["search_orders", 1, 2400, 4240],
  ["Reasoning", 2, 5000, 6500],
  ["get_policy", 2, 6500, 6596],
  ["match_payments", 2, 10_000, 19_710],
  ["Read the full ledger?", 2, 20_000, 32_000],
  ["read_ledger", 2, 32_100, 32_740],
  ["Reasoning", 3, 33_000, 36_600],
  ["draft_refund", 3, 36_600, 36_833],
  ["Approve issuing a $620 refund to customer-7421?", 3, 37_000, 279_000],
  ["translate_reply", 3, 279_200, 283_600],
  ["translate_reply", 3, 279_300, 285_100],
  ["translate_reply", 3, 279_300, 288_400],
  ["classify_attachment", 3, 282_300, 286_820],
  ["issue_refund", 3, 290_000, 294_810, { state: "failed" }],
  ["Reasoning", 4, 295_000, 296_200],
  ["issue_refund", 4, 296_300],
);

/** Calls of 100 ms with 20 ms between them, ten in an iteration. */
export function manyCalls(count: number): StepView[] {
  return timelineStory(
    ...Array.from({ length: count }, (_, i): Step => [`call_${i}`, Math.floor(i / 10) + 1, i * 120, i * 120 + 100]),
  );
}

/** A run that took so long, in milliseconds. */
export function overSnapshot(length: number, story: StepView[]): Snapshot {
  const [startedAt, endedAt] = [0, length].map((time) =>
    new Date(Date.UTC(2026, 5, 10, 9, 15, 21) + time).toISOString(),
  );
  const over = header({
    status: "completed",
    statusWord: "Completed",
    canCancel: false,
    startedAt: startedAt!,
    endedAt: endedAt!,
  });
  const totals = { eventCount: 99, lastSequence: 99, firstAt: startedAt! };
  return timelineSnapshot(0, story, {
    state: runState({ header: over, live: { kind: "ended", text: "Completed" } }),
    totals,
  });
}

/** A run that began so long ago, in milliseconds. */
export function timelineSnapshot(ago = 301_300, story = longStory, part: Partial<Snapshot> = {}): Snapshot {
  const firstAt = new Date(Date.now() - ago).toISOString();
  return snapshot({
    state: runState({ header: header({ startedAt: firstAt }) }),
    totals: { eventCount: 99, lastSequence: 99, firstAt },
    story,
    ...part,
  });
}
