import { describe, expect, test } from "vitest";
import { RunStory } from "#runs/story/runStory.ts";
import { workflowEnd } from "#sample/agent/sdkMessages.ts";
import { approvalMessage } from "../../../../support/sample/scenes/sdkNodes.ts";
import { agentNode, asking, crm, done, linesOf, newAgent, random, workflow } from "./support/appMessages.ts";

const policy = "refund policy";
const skipped = { status: "skip", output: { blocked: true, blocked_by: policy } } as const;

describe("blocks of hooks", () => {
  test("are one step with the call that they stop, and only a result that was blocked had a call", () => {
    const agent = newAgent();
    const before = agent.blocked(policy, "before_tool", "observation");
    const after = agent.blocked("no mails", "after_tool", "observation");
    const mails = { status: "skip", output: { blocked: true, blocked_by: "no mails" } } as const;
    const lines = linesOf(
      agent.turn("", { tool: crm, input: { id: "a" }, result: "Only managers.", ...skipped, during: [before] }),
      agent.turn("", { tool: crm, input: { id: "b" }, result: "Not for you.", ...mails, during: [after] }),
    );
    expect(lines).toEqual([
      'Billing agent 1: crm lookup blocked by refund policy: {"id":"a"} → "Only managers." → -',
      'Billing agent 2: crm lookup blocked by no mails, ran: {"id":"b"} → "Not for you." → -',
    ]);
  });

  test("that end the run close the open call, and their reason is the answer", () => {
    const agent = newAgent({ piece: 100 });
    const before = agent.blocked(policy, "before_tool", "answer");
    const answer = "Only managers may pay.";
    const open = agent.turn("Pay.", { tool: crm, input: { id: "a" }, during: [before] });
    expect(linesOf(open, agent.answer(answer), done({ "node-agent": answer })).slice(1, 3)).toEqual([
      `Billing agent 1: crm lookup blocked by refund policy, ${answer}: {"id":"a"} → - → -`,
      `Billing agent 1: answer: "${answer}"`,
    ]);
  });

  test("without a call are steps of their own", () => {
    const agent = newAgent();
    expect(linesOf([agent.blocked("no injections", "on_input", "answer")], agent.answer("Blocked."))).toEqual([
      "Billing agent: blocked by no injections at on_input (answer): Blocked.",
      'Billing agent: answer (growing): "Blocked."',
    ]);
    // The agent had answered before the hook took its answer back.
    const late = newAgent();
    const taken = [...late.answer("Ann's mail is"), late.blocked("no mails", "on_output", "answer")];
    expect(linesOf(taken, late.answer("Withheld.")).slice(0, 2)).toEqual([
      `Billing agent: answer (refused): "Ann's mail is"`,
      "Billing agent: blocked by no mails at on_output (answer): Withheld.",
    ]);
  });

  test("of nodes are told by the workflow's end, and what says that nothing was blocked is nothing", () => {
    const output = { content: "No.", blocked: true, blocked_by: "no injections" };
    const nodes = { a: { status: "success", output }, b: { status: "success", output: { blocked: false } } };
    const story = new RunStory();
    const helper = { tool: crm, input: {}, result: "b", output: { blocked: false } };
    const all = [...newAgent().turn("", helper), workflowEnd(random, workflow, nodes)];
    story.apply(all.map((data, index) => ({ type: "run.data", sequence: index + 1, data })));
    const end = story.steps.find((step) => step.kind === "workflow");
    expect(end?.nodes.map(({ blocked }) => blocked)).toEqual([{ by: "no injections", reason: "No." }, undefined]);
    expect(story.steps.find((step) => step.kind === "tool")).toMatchObject({ state: "finished", output: undefined });
  });
});

describe("approvals by hooks", () => {
  const approval = (prompt: string, id: string) => approvalMessage(workflow, agentNode, prompt, {}, [], id);

  test("end with the result of their call, each its own, also on another agent", () => {
    const child = newAgent({}, { ...asking, group: "agents", name: "Helper" });
    const first = { tool: crm, id: "call-1", input: {}, during: [approval("Pay 1?", "call-1")] };
    const second = { tool: crm, id: "call-2", input: {}, during: [approval("Pay 2?", "call-2")] };
    // Without the end of both.
    const both = [...child.turn("Both.", first, second)].slice(0, -1);
    expect(linesOf(both).filter((line) => line.includes("asks"))).toEqual([
      "Helper 1: asks (approval, pending): Pay 1?",
      "Helper 1: asks (approval, pending): Pay 2?",
    ]);
    const result = child.result({ ...second, result: "paid" });
    expect(linesOf(both, result).filter((line) => line.includes("asks"))).toEqual([
      "Helper 1: asks (approval, pending): Pay 1?",
      "Helper 1: asks (approval): Pay 2?",
    ]);
  });

  test("that the run's own events report too are paired by their ids, though their words are the same", () => {
    const agent = newAgent();
    const ask = (id: string) => ({ tool: crm, id, input: {}, during: [approval("Pay?", id)] });
    const asked = (id: string) => ({ type: "approval_request.created", data: { id, prompt: "Pay?" } });
    const said = [...agent.turn("", ask("call-1"), ask("call-2"))]
      .slice(0, -1)
      .map((data) => ({ type: "run.data", data }));
    const ended = { type: "run.data", data: agent.result({ ...ask("call-1"), result: "paid" }) };
    const story = new RunStory();
    const all = [asked("call-2"), asked("call-1"), ...said, ended];
    story.apply(all.map((event, index) => ({ ...event, sequence: index + 1 })));
    const requests = story.steps.filter((step) => step.kind === "request");
    expect(requests.map(({ data, pending }) => [(data as { id: string }).id, pending])).toEqual([
      ["call-2", true],
      ["call-1", false],
    ]);
  });

  test("that a person declines say so, and others are blocked by who asked", () => {
    const agent = newAgent();
    const told = (result: string) => ({ tool: crm, input: {}, result, ...skipped });
    const words = "The call needs a human approval that could not be obtained, so it was not run.";
    expect(
      linesOf(agent.turn("", told("The call was declined by a human: too much")), agent.turn("", told(words))),
    ).toEqual([
      'Billing agent 1: crm lookup declined by refund policy: {} → "The call was declined by a human: too much" → -',
      `Billing agent 2: crm lookup blocked by refund policy: {} → "${words}" → -`,
    ]);
  });
});
