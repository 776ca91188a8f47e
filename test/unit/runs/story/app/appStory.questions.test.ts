import { describe, expect, test } from "vitest";
import { approvalMessage, feedbackMessage, workflowEnd } from "../../../../../src/sample/sdk/sdkNodes.ts";
import { workflow, random, ask, asking, newAgent, linesOf } from "./support/appMessages.ts";

describe("questions", () => {
  const prompt = "Which invoice?";

  test("are approvals with editable values, and notices", () => {
    expect(
      linesOf(
        approvalMessage(workflow, asking, "\nRefund $620?\n", { amount: 620 }, ["amount"]),
        feedbackMessage(workflow, asking, "Working on it.", { action: "info" }),
        workflowEnd(random, workflow, { "node-ask": { status: "skip" } }),
      ),
    ).toEqual([
      "ask person: asks (approval): Refund $620?",
      "ask person: notice: Working on it.",
      "workflow completed: ask person skip",
    ]);
  });

  test("that a resumed run asks again replace the first", () => {
    const call = { tool: ask, input: { input: prompt }, during: [feedbackMessage(workflow, asking, prompt)] };
    const before = [...newAgent().turn("Ask.", call)];
    const repeated = newAgent().resumed("Ask.", { ...call, result: "INV-1" });
    expect(linesOf(before, repeated)).toEqual([
      'Billing agent 1: reasoning: "Ask."',
      `Billing agent 1: ask person finished: {"input":"${prompt}"} → "INV-1" → -`,
      `Billing agent 1: asks (feedback): ${prompt}`,
    ]);
  });
});
