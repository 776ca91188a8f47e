import { afterEach, expect, test, vi } from "vitest";
import type { RunEvent } from "#api/schemas.ts";
import { EventsAndStory } from "#runs/live/eventLog.ts";
import type { WatchState } from "#runs/live/runWatcher.ts";
import { saysFailure } from "#runs/story/toolCalls.ts";
import type { EventMark } from "#workbench/panel/page/eventViews.ts";
import { eventRow } from "#workbench/panel/vscode/events/eventRow.ts";
import { countEvents, EventsPresenter } from "#workbench/panel/vscode/events/eventsPresenter.ts";
import { failure } from "../../../../../support/fakeApi.ts";

afterEach(() => void vi.useRealTimers());

test("a lost and restored connection leaves one mark, after the last event before it", () => {
  vi.useFakeTimers({ now: 0 });
  const record = new EventsAndStory();
  const presenter = new EventsPresenter({ log: record.log });
  const error = failure("network");
  const note = (...states: WatchState[]): void => states.forEach((state) => presenter.note({ kind: "state", state }));
  note({ kind: "connecting" }, { kind: "live" });
  record.add([{ sequence: 1, type: "run.data", data: {} }]);
  note({ kind: "waiting", retryAt: 0, attempt: 1, error });
  vi.advanceTimersByTime(3_200);
  note({ kind: "waiting", retryAt: 0, attempt: 2, error }, { kind: "connecting" });
  expect(presenter.marks).toEqual([]);
  record.add([{ sequence: 2, type: "run.data", data: {} }]);
  note({ kind: "live" }, { kind: "live" });
  const text = "Connection lost after 1. Reconnected after 3.2 s.";
  expect(presenter.marks).toEqual([{ after: 1, text, reconnect: true }]);
});

const event = (type: string, data: unknown = {}): RunEvent => ({ id: "e", type, sequence: 1, data });

test("events are counted by group; only those that report a failure count as failed", () => {
  const failed = [
    event("run.failed"),
    event("vendor.step.error"),
    event("agent.tool_call.failed"),
    event("agent.tool_call.completed", { error: "no" }),
    event("agent.tool_call.completed", { result: '{"error":{"code":"limit_exceeded"}}' }),
  ];
  const fine = [
    event("agent.tool_call.completed", { result: '{"error":null}' }),
    event("agent.tool_call.completed", { result: "an error, says the text" }),
    event("agent.reasoning.delta", { delta: "error" }),
    event("run.data", { error: "in the app's own data" }),
    event("approval_request.created"),
  ];
  expect(failed.map((each) => eventRow(each).failed)).toEqual(failed.map(() => true));
  expect(fine.map((each) => eventRow(each).failed)).toEqual(fine.map(() => undefined));
  const counts = countEvents(countEvents(undefined, failed, saysFailure), fine, saysFailure);
  expect(counts).toEqual({ text: 1, tools: 5, requests: 1, run: 1, data: 1, other: 1, failed: 5 });
});

function withGap() {
  const record = new EventsAndStory();
  const event = (sequence: number) => ({ sequence, type: "run.data", data: {} });
  record.add([event(1), event(6)]);
  const answers: (number | Error)[] = [];
  const loadGap = async (gap: { from: number; to: number }): Promise<number> => {
    const answer = answers.shift() ?? 0;
    if (typeof answer !== "number") throw answer;
    record.add(Array.from({ length: answer }, (_, index) => event(gap.from + index)));
    return answer;
  };
  const presenter = new EventsPresenter({ log: record.log, loadGap });
  const told: EventMark[][] = [];
  const load = async (from: number, to: number) => presenter.loadGap({ from, to }, () => told.push(presenter.marks));
  return { presenter, answers, told, load };
}

const gap = { from: 2, to: 5 };

test("a gap can be requested; meanwhile its row says so, and when nothing is stored there, too", async () => {
  const { presenter, told, load } = withGap();
  expect(presenter.marks).toEqual([{ after: 1, text: "4 events are missing: 2 to 5.", gap }]);
  await Promise.all([load(2, 5), load(2, 5)]);
  expect(told).toEqual([
    [{ after: 1, text: "4 events are missing: 2 to 5.", gap, loading: true }],
    [
      {
        after: 1,
        text: expect.stringMatching(/^4 events are missing: 2 to 5\. The app returned none at \d\d:\d\d:\d\d\.$/),
        gap,
      },
    ],
  ]);
});

test("arriving events close the gap or leave the rest, and a failure is shown in its place", async () => {
  const { presenter, answers, load } = withGap();
  answers.push(failure("network"), 3, 1);
  await load(2, 5);
  expect(presenter.marks).toEqual([
    { after: 1, text: "4 events are missing: 2 to 5. Loading failed: A network error.", gap },
  ]);
  await load(2, 5);
  expect(presenter.marks).toEqual([{ after: 4, text: "1 event is missing: 5.", gap: { from: 5, to: 5 } }]);
  await load(5, 5);
  expect(presenter.marks).toEqual([]);
});
