import { expect, test } from "vitest";
import type { ApiError } from "../../../../../../src/api/errors.ts";
import type { RunEvent } from "../../../../../../src/api/schemas.ts";
import { eventRow } from "../../../../../../src/features/panel/vscode/events/eventRow.ts";
import {
  countEvents,
  noEvents,
  Reconnects,
} from "../../../../../../src/features/panel/vscode/events/eventsPresenter.ts";
import { failure } from "../../../../../support/fakeApi.ts";

const error: ApiError = failure("network");
const waiting = { kind: "waiting", retryAt: 0, attempt: 1, error } as const;

test("a lost and restored connection leaves one mark, after the last event before it", () => {
  const reconnects = new Reconnects();
  const note = (kind: "live" | "connecting" | "waiting" | "ended", sequence: number, now: number): boolean =>
    reconnects.note(kind === "waiting" ? waiting : { kind }, sequence, now);
  expect([note("connecting", 0, 0), note("live", 305, 1_000)]).toEqual([false, false]);
  expect([note("waiting", 305, 2_000), note("waiting", 305, 3_000), note("connecting", 305, 4_000)]).toEqual([
    false,
    false,
    false,
  ]);
  expect(note("live", 306, 5_200)).toBe(true);
  expect(reconnects.marks).toEqual([
    { after: 305, text: "Connection lost after 305. Reconnected after 3.2 s.", warning: false },
  ]);
  expect(note("live", 400, 9_000)).toBe(false);
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
  const counts = countEvents(countEvents(noEvents(), failed), fine);
  expect(counts).toEqual({ text: 1, tools: 5, requests: 1, run: 1, data: 1, other: 1, failed: 5 });
});
