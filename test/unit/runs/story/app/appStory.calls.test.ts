import { describe, expect, test } from "vitest";
import { Random } from "#sample/agent/random.ts";
import { workflowEnd } from "#sample/agent/sdkMessages.ts";
import { SdkAgent } from "../../../../support/sample/scenes/sdkAgent.ts";
import type { SdkCall } from "../../../../support/sample/scenes/sdkMessages.ts";
import { agentNode, workflow, random, crm, newAgent, linesOf, storyOf } from "./support/appMessages.ts";

describe("calls", () => {
  test("that the app couldn't read are discarded, with the reason, and tried again", () => {
    const agent = newAgent({ escaped: true });
    expect(
      linesOf(
        agent.unreadable("Look.", crm, '{"id": c-1}', "not valid JSON: <ID_12345678901_1>"),
        agent.turn("Again.", { tool: crm, input: { id: "c-1" }, result: "pro" }),
      ),
    ).toEqual([
      'Billing agent 1: reasoning: "Look."',
      'Billing agent 1: crm lookup discarded, not valid JSON: <ID_1>: "{\\"id\\": c-1}" → - → -',
      'Billing agent 2: reasoning: "Again."',
      'Billing agent 2: crm lookup finished: {"id":"c-1"} → "pro" → -',
    ]);
  });

  test("without a result are unfinished when the run ends, and have their input while it streams", () => {
    const agent = newAgent({ piece: 1 });
    const open = [...agent.turn("Wait.", { tool: crm, input: { id: "c" } })];
    expect(storyOf(open.slice(0, -2))).toContain('crm lookup running: "{\\"id\\":\\"');
    expect(storyOf(open)).toContain('crm lookup running: {"id":"c"} → - → -');
    const canceled = workflowEnd(random, workflow, { canceled: true, error: { message: "Workflow was canceled" } });
    expect(storyOf(open, canceled)).toContain("crm lookup unfinished");
  });

  test("that repeat a failed call with the same input are linked with it", () => {
    // The places of its events depend on its random ids: with numbers of its own, not on the tests before.
    const agent = new SdkAgent(new Random(7), workflow, agentNode, { piece: 1000 });
    const failed = (id: string): SdkCall => ({ tool: crm, input: { id }, result: "KeyError: 'x'", status: "failure" });
    const again = { tool: crm, input: { id: "a" }, result: "found" };
    const story = storyOf(
      agent.turn("1", failed("a")),
      agent.turn("2", failed("b")),
      agent.turn("3", again),
      agent.turn("4", again),
    );
    expect(story.split("\n").filter((line) => line.includes("crm lookup"))).toEqual([
      `Billing agent 1: crm lookup (repeated by 12:call) failed: {"id":"a"} → "KeyError: 'x'" → -`,
      `Billing agent 2: crm lookup failed: {"id":"b"} → "KeyError: 'x'" → -`,
      'Billing agent 3: crm lookup (repeats 2:call) finished: {"id":"a"} → "found" → -',
      'Billing agent 4: crm lookup finished: {"id":"a"} → "found" → -',
    ]);
  });
});
