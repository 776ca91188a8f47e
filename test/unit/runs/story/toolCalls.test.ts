import { describe, expect, test } from "vitest";
import { stepsOf, tool } from "./support/storyEvents.ts";

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
    [
      "inside its failure",
      { result: "ToolError: Tool 'pay' failed: {'message': '[MOCKED] closed', 'recoverable': True}" },
    ],
  ])("say that they were mocked: %s", (_how, ending) => {
    const [step] = stepsOf(started, ["agent.tool_call.completed", { id: "c1", ...ending }]);
    expect(step).toMatchObject({ kind: "tool", mocked: true });
  });

  test("may use an id again", () => {
    const completed: [string, unknown] = ["agent.tool_call.completed", { id: "c1", result: 1 }];
    expect(stepsOf(started, completed, started)).toMatchObject([{ state: "finished" }, { state: "running" }]);
  });

  test.each([
    [{ result: { error: { code: "limit_exceeded" } } }, "failed"],
    [{ result: "error: this is a text and no field" }, "finished"],
  ])("with %j have %s", (data, state) => {
    expect(stepsOf(started, ["agent.tool_call.completed", { id: "c1", ...data }])).toMatchObject([{ state }]);
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
});
