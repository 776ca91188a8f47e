import type { EventRow } from "../../../../../src/protocol/eventViews.ts";
import type { HostMessage, RunState } from "../../../../../src/protocol/messages.ts";
import type { StepView } from "../../../../../src/protocol/storyViews.ts";
import { type FeedPace, PanelFeed, type PanelSnapshot } from "../../../../../src/views/panel/panelFeed.ts";

const state: RunState = {
  header: {
    ...{ id: "r", title: "T", status: "started", statusWord: "Running", sentence: [], connectionName: "C" },
    ...{ production: false, canCancel: true, canRunAgain: true, connected: true, canCompare: false },
  },
  ...{ input: { kind: "absent" }, output: { kind: "absent" }, live: { kind: "connecting" } },
};

export const row = (sequence: number): EventRow => ({ sequence, type: "run.data", group: "other", summary: "" });
export const rows = (count: number, from = 1): EventRow[] =>
  Array.from({ length: count }, (_, index) => row(from + index));
export const step = (sequence: number): StepView => ({ id: `i${sequence}`, sequence, kind: "started", title: "T" });
export const totals = (count: number) => ({ eventCount: count, lastSequence: count });

export function snapshot(count: number): PanelSnapshot {
  const sequences = rows(count).map(({ sequence }) => sequence);
  return { state, totals: totals(count), story: sequences.map(step), rows: rows(count), marks: [] };
}

/** A feed and its messages, with a panel that draws on request. */
export function feed(pace: Partial<FeedPace> = {}) {
  const sent: HostMessage[] = [];
  const atOnce = { inView: 0, afterLarge: 0, aside: 0 };
  const panel = new PanelFeed((message) => sent.push(message), { ...atOnce, ...pace });
  const deltas = () => sent.filter((message) => message.type === "delta");
  const drawAll = (): void => {
    for (let index = 0; index < deltas().length; index++) panel.acknowledge(deltas()[index]?.batch ?? 0);
  };
  return { panel, sent, deltas, drawAll };
}

export function sequencesOf(messages: readonly HostMessage[]): number[] {
  return messages.flatMap((message) => ("rows" in message ? message.rows.map(({ sequence }) => sequence) : []));
}
