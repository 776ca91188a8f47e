import { describe, expect, test } from "vitest";
import { stepsOf, delta, tool } from "./support/storyEvents.ts";

describe("tool calls", () => {
  const started: [string, unknown] = [
    "agent.tool_call.started",
    { id: "c1", tool, input: { a: 1 }, result: null, iteration: 1 },
  ];

  test("are paired by id", () => {
    const steps = stepsOf(
      started,
      ["agent.tool_call.started", { id: "c2", tool: { name: "other" }, iteration: 1 }],
      ["agent.tool_call.delta", { id: "c1", object: "agent.tool_call.delta", delta: "half ", iteration: 1 }],
      ["agent.tool_call.completed", { id: "c1", tool, input: { a: 1 }, result: "42", iteration: 1 }],
    );
    expect(steps).toMatchObject([
      {
        kind: "tool",
        name: "match_payments",
        toolType: "http",
        input: { a: 1 },
        result: "42",
        progress: "half ",
        state: "finished",
        duration: 300,
      },
      { kind: "tool", name: "other", state: "running", result: undefined },
    ]);
  });

  test("that only end exist, without a duration", () => {
    const [step] = stepsOf(["agent.tool_call.completed", { id: "c9", tool, input: {}, result: { ok: true } }]);
    expect(step).toMatchObject({ state: "finished", result: { ok: true }, duration: undefined, startedAt: undefined });
  });

  test("may use an id again", () => {
    const completed: [string, unknown] = ["agent.tool_call.completed", { id: "c1", result: 1 }];
    expect(stepsOf(started, completed, started)).toMatchObject([{ state: "finished" }, { state: "running" }]);
  });

  test.each([
    [{ result: { error: { code: "limit_exceeded" } } }, "failed"],
    [{ result: ' {"error": "no"}' }, "failed"],
    [{ result: null, error: "no" }, "failed"],
    [{ result: { error: null } }, "finished"],
    [{ result: '{"error": false}' }, "finished"],
    [{ result: "error: this is a text and no field" }, "finished"],
    [{ result: '{"error": broken' }, "finished"],
    [{ result: [{ error: 1 }] }, "finished"],
  ])("with %j have %s", (data, state) => {
    expect(stepsOf(started, ["agent.tool_call.completed", { id: "c1", ...data }])).toMatchObject([{ state }]);
  });

  test("fail by their type", () => {
    expect(stepsOf(started, ["agent.tool_call.failed", { id: "c1" }])).toMatchObject([{ state: "failed" }]);
  });

  test("are unfinished when the run ends first", () => {
    expect(stepsOf(started, delta("x", 1), ["run.failed", { error: { code: "boom" } }])).toMatchObject([
      { kind: "tool", state: "unfinished" },
      { kind: "text", growing: false },
      { kind: "failed", error: { code: "boom" } },
    ]);
  });
});
