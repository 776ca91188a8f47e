import { vi } from "vitest";
import type { EventRow } from "#workbench/panel/page/eventViews.ts";
import type { HostMessage, RunState } from "#workbench/panel/page/messages.ts";
import { readRows } from "#workbench/panel/page/state/panelState.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import { PanelFeed, type PanelRest, type PanelSnapshot } from "#workbench/panel/vscode/panelFeed.ts";

const state: RunState = {
  header: {
    id: "r",
    title: "T",
    status: "started",
    statusWord: "Running",
    sentence: [],
    connectionName: "C",
    production: false,
    canCancel: true,
    canRunAgain: true,
    connected: true,
  },
  input: { kind: "absent" },
  output: { kind: "absent" },
  live: { kind: "connecting" },
};

export const row = (sequence: number): EventRow => ({ sequence, type: "run.data", group: "other", summary: "" });
export const rows = (count: number, from = 1): EventRow[] =>
  Array.from({ length: count }, (_, index) => row(from + index));
export const step = (sequence: number): StepView => ({ id: `i${sequence}`, sequence, kind: "started", title: "T" });
export const totals = (count: number) => ({ eventCount: count, lastSequence: count });

export function snapshot(count: number): PanelSnapshot {
  const steps = rows(count).map(({ sequence }) => step(sequence));
  const whole = {
    state,
    totals: totals(count),
    story: steps.splice(0, 256),
    rows: rows(Math.min(count, 256)),
    marks: [],
  };
  if (steps.length === 0) return whole;
  const left = rows(count - 256, 257);
  const rest: PanelRest = {
    get steps() {
      return steps.length;
    },
    get rows() {
      return left.length;
    },
    has: (id) => steps.some((each) => each.id === id),
    hasRow: (sequence) => left.some((each) => each.sequence === sequence),
    takeSteps: (most) => steps.splice(0, most),
    takeRows: (most) => left.splice(0, most),
  };
  return { ...whole, rest };
}

/** A feed and its messages, with a panel that draws on request. Its timers are fake. */
export function feed() {
  const sent: HostMessage[] = [];
  const panel = new PanelFeed((message) => sent.push(message));
  const deltas = () => sent.filter((message) => message.type === "delta");
  const drawAll = (): void => {
    for (let index = 0; index < deltas().length; index++) {
      panel.acknowledge(deltas()[index]!.batch);
      vi.runAllTimers();
    }
  };
  return { panel, sent, deltas, drawAll };
}

export function sequencesOf(messages: readonly HostMessage[]): number[] {
  return messages.flatMap((message) =>
    "rows" in message ? readRows(message.rows).map(({ sequence }) => sequence) : [],
  );
}
