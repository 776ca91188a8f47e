import { describe, expect, test } from "vitest";
import { ApiError } from "#api/errors.ts";
import type { Run } from "#api/schemas.ts";
import type { ApiErrorKind } from "#model/errorKinds.ts";
import type { EventRow } from "#workbench/panel/page/eventViews.ts";
import { eventRow } from "#workbench/panel/vscode/events/eventRow.ts";
import { jsonView } from "#workbench/panel/vscode/json/jsonView.ts";
import { liveView } from "#workbench/panel/vscode/liveView.ts";
import { problemView } from "#workbench/panel/vscode/problemView.ts";

const now = new Date(2026, 5, 10, 18, 0, 0).getTime();
const error = (kind: ApiErrorKind, code?: string): ApiError => new ApiError({ kind, message: `It was ${kind}.`, code });

/** What an app's node streams, in the SDK's envelope. */
const node = (data: unknown): unknown => ({
  run_id: "r-1",
  wf_run_id: "w-1",
  entity_id: "n",
  source: { name: "Refund agent" },
  data,
});

describe("an event's row", () => {
  const tool = { name: "get_policy" };
  const source = "Refund agent";
  const delta = (part: object): unknown => node({ choices: [{ delta: part }], id: "c" });
  const order = { tool_run_id: "t", tool: { name: "get order" }, result: { paid: true } };
  test.each<[string, unknown, string, string, Partial<EventRow>?]>([
    ["agent.reasoning.delta", { delta: "The charges " }, "text", "The charges ", { piece: "text" }],
    ["agent.tool_call.completed", { tool, input: {}, result: '{"limit":5}' }, "tools", 'get_policy · {"limit":5}'],
    ["approval_request.created", { prompt: "Approve?" }, "requests", "Approve?"],
    ["run.paused", { checkpoint_id: "ckpt_1" }, "run", "ckpt_1"],
    ["run.failed", { error: { code: "timeout", message: "No answer" } }, "run", "timeout: No answer"],
    [
      "run.data",
      delta({ step: "reasoning", content: { thought: "The" } }),
      "data",
      "The",
      { source, piece: "reasoning" },
    ],
    ["run.data", delta({ content: "Category" }), "data", "Category", { source, piece: "text" }],
    ["run.data", delta({ step: "tool", content: order }), "data", 'get order → {"paid":true}', { source }],
    ["run.data", node({ rows: 214 }), "data", expect.stringContaining('"entity_id":"n"') as string, { source }],
    ["vendor.fraud_score.v2", { score: 0.07 }, "other", '{"score":0.07}'],
  ])("%s %j", (type, data, group, summary, more = {}) => {
    const row = eventRow({ type, data, sequence: 3, timestamp: "2026-06-10T09:15:21Z" });
    expect(row).toEqual({
      sequence: 3,
      type,
      group,
      summary,
      time: Date.UTC(2026, 5, 10, 9, 15, 21),
      failed: type === "run.failed" || undefined,
      ...more,
    });
  });

  test("is short", () => {
    const row = { sequence: 1, type: "x.delta", group: "text", piece: "text", summary: "y".repeat(240) };
    expect(eventRow({ type: "x.delta", data: { delta: "y".repeat(5000) }, sequence: 1 })).toEqual(row);
  });
});

test("a value is there, absent, or too large to be sent", () => {
  expect([jsonView(undefined), jsonView(null)]).toEqual([{ kind: "absent" }, { kind: "absent" }]);
  expect(jsonView({ a: "é" })).toEqual({ kind: "value", value: { a: "é" }, bytes: 10 });
  expect(jsonView(false)).toMatchObject({ kind: "value", value: false });
  expect(jsonView("x".repeat(2 * 1024 * 1024 - 2))).toMatchObject({ kind: "value", bytes: 2 * 1024 * 1024 });
  expect(jsonView("x".repeat(2 * 1024 * 1024 - 1))).toEqual({ kind: "tooLarge", bytes: 2 * 1024 * 1024 + 1 });
});

test("the live bar shows how the panel gets the run's events", () => {
  const ended: Run = { id: "1", status: "failed", ended_at: new Date(2026, 5, 9, 17, 3, 17).toISOString() };
  expect(liveView({ kind: "connecting" }, undefined, 0, now)).toEqual({ kind: "connecting" });
  expect(liveView({ kind: "live" }, undefined, 0, now)).toEqual({ kind: "live", text: "Connected, no events yet" });
  const asking = { id: "r", status: "awaiting_input", input_requests: [{ id: "a" }, { id: "b" }] };
  expect(liveView({ kind: "live" }, asking, 3, now)).toEqual({ kind: "live", text: "Waiting for 2 answers" });
  const waiting = { kind: "waiting", retryAt: 9, attempt: 4, error: error("network", "ENOTFOUND") } as const;
  const reconnecting = { kind: "reconnecting", retryAt: 9, text: "It was network, attempt 4" };
  expect(liveView(waiting, undefined, 3, now)).toEqual(reconnecting);
  expect(liveView({ kind: "ended" }, ended, 3, now)).toEqual({ kind: "ended", text: "Failed yesterday at 17:03:17" });
  const failed = liveView({ kind: "failed", error: error("auth") }, ended, 3, now);
  expect(failed).toEqual({ kind: "ended", text: "It was auth." });
});

test.each<[ApiErrorKind, string, string]>([
  ["not-found", "not-found", "openRun"],
  ["auth", "auth", "replaceKey"],
  ["plan-limit", "plan-limit", "retry"],
  ["network", "unreachable", "retry"],
  ["protocol", "other", "retry"],
])("a panel without content because of %s says so and offers a button", (kind, problem, action) => {
  const answered = new ApiError({ kind, message: `It was ${kind}.`, status: kind === "not-found" ? 404 : undefined });
  const view = problemView(answered, "Support", "8c2c8e2e");
  expect(view.kind).toBe(problem);
  expect(view.actions[0]?.action).toBe(action);
  expect([view.title, ...view.text.map(({ text }) => text)].join(" ")).toMatch(
    kind === "not-found" ? /8c2c8e2e/ : /It was/,
  );
});
