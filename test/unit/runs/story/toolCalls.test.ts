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

  test.each<[string, object]>([
    ["by its output", { result: "Refunded", output: { content: "Refunded", is_mocked: true } }],
    ["by the prefix of its result", { result: "[MOCKED] Refunded" }],
    ["by the prefix of its output", { output: { content: "[MOCKED] Refunded" } }],
    ["by the prefix of its failure", { error: "[MOCKED] Timeout" }],
    [
      "inside its failure",
      { result: "ToolError: Tool 'pay' failed: {'message': '[MOCKED] closed', 'recoverable': True}" },
    ],
  ])("say that they were mocked: %s", (_how, ending) => {
    const [step] = stepsOf(started, ["agent.tool_call.completed", { id: "c1", ...ending }]);
    expect(step).toMatchObject({ kind: "tool", mocked: true });
  });

  test("are real if nothing says otherwise", () => {
    const ending = { id: "c1", result: "The text [MOCKED] is in it", output: { is_mocked: false } };
    const [step] = stepsOf(started, ["agent.tool_call.completed", ending]);
    expect(step).not.toHaveProperty("mocked");
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

  test.each([
    // By the call's own id, also where another call has the same tool.
    [{ details: { node: "match_payments", tool_call_id: "c1" } }, "failed, unfinished, unfinished"],
    // By a field with the name of the tool.
    [{ code: "timeout", details: { node: "match_payments" } }, "failed, failed, unfinished"],
    [{ failed_nodes: [{ name: "crm lookup", error_message: "401" }] }, "unfinished, unfinished, failed"],
    // In the words of the error, also as a model writes the name.
    ["match_payments: no answer", "failed, failed, unfinished"],
    [{ error: { message: "Tool 'crm-lookup' failed: {'type': 'TimeoutError'}" } }, "unfinished, unfinished, failed"],
    ["match_payments_v2: no answer", "unfinished, unfinished, unfinished"],
    [{ message: "No payments match" }, "unfinished, unfinished, unfinished"],
    [undefined, "unfinished, unfinished, unfinished"],
  ])("without a result have failed when the error of the run names them: %j", (error, states) => {
    const steps = stepsOf(
      started,
      ["agent.tool_call.started", { id: "c2", tool }],
      ["agent.tool_call.started", { id: "c3", tool: { name: "crm lookup" } }],
      ["run.failed", { error }],
    );
    expect(steps.flatMap((step) => (step.kind === "tool" ? [step.state] : [])).join(", ")).toBe(states);
  });

  test("whose name is a word of any sentence have failed only when the error speaks of a tool", () => {
    const endOf = (message: string) =>
      stepsOf(
        ["agent.tool_call.started", { id: "c", tool: { name: "search" } }],
        ["run.failed", { error: message }],
      )[0];
    expect(endOf("The search took too long")).toMatchObject({ state: "unfinished" });
    expect(endOf("Tool search took too long")).toMatchObject({ state: "failed" });
    expect(endOf("'search' took too long")).toMatchObject({ state: "failed" });
  });

  test("whose names have signs have failed when the error names them", () => {
    const signs = Array.from({ length: 0x7f - 0x21 }, (_, index) => String.fromCharCode(0x21 + index));
    const names = signs.filter((sign) => !/[\w-]/.test(sign)).flatMap((sign) => [sign, `crm${sign}lookup v2`]);
    const states = names.map((name) => {
      const call = ["agent.tool_call.started", { id: "c", tool: { name } }] as const;
      const [step] = stepsOf([...call], ["run.failed", { error: `Tool "${name}" took too long` }]);
      return [name, step?.kind === "tool" ? step.state : undefined];
    });
    expect(states).toEqual(names.map((name) => [name, "failed"]));
  });

  test("that ended, or that the agent left behind earlier, aren't failed by the error of the run", () => {
    const steps = stepsOf(
      started,
      ["agent.tool_call.completed", { id: "c1", result: "ok" }],
      ["agent.tool_call.started", { id: "c2", tool }],
      ["run.completed", {}],
    );
    expect(steps).toMatchObject([{ state: "finished" }, { state: "unfinished" }, { kind: "completed" }]);
  });
});
