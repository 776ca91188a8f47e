import { describe, expect, test } from "vitest";
import { RunStory } from "../../../../../src/runs/story/runStory.ts";
import { approvalMessage, workflowEnd } from "../../../../../src/sample/sdk/sdkNodes.ts";
import {
  agentNode,
  asking,
  crm,
  done,
  linesOf,
  newAgent,
  random,
  search,
  storyOf,
  workflow,
} from "./support/appMessages.ts";

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

  test("of parallel calls belong to the call whose result names the hook", () => {
    const agent = newAgent();
    const during = [agent.blocked(policy, "after_tool", "observation")];
    const stopped = { tool: crm, input: { id: "a" }, result: "Only one.", ...skipped };
    // All calls have begun before any hook speaks, and the last one is not the blocked one.
    const messages = [
      ...agent.turn("Both.", { ...stopped, during }, { tool: search, input: { id: "b" }, result: "b" }),
    ];
    const hook = messages.indexOf(during[0]);
    const begun = messages.findIndex((each) =>
      JSON.stringify(each).includes('"source":"policy search","step":"reasoning"'),
    );
    const moved = [
      ...messages.slice(0, hook),
      messages[begun],
      ...messages.slice(hook, begun),
      ...messages.slice(begun + 1),
    ];
    expect(linesOf(moved).slice(1)).toEqual([
      'Billing agent 1: crm lookup (parallel) blocked by refund policy, ran: {"id":"a"} → "Only one." → -',
      'Billing agent 1: policy search (parallel) finished: {"id":"b"} → "b" → -',
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

  test("that fail the run have their reason from the run's error", () => {
    const agent = newAgent();
    const during = [agent.blocked("it's late", "before_tool", "fail")];
    const messages = [
      ...agent.turn("", { tool: crm, input: {}, during }),
      workflowEnd(random, workflow, { error: "x" }),
    ];
    const story = new RunStory();
    story.apply(messages.map((data, index) => ({ type: "run.data", sequence: index + 1, data })));
    story.takeError({
      failed_nodes: [
        { error_message: "Hook 'it's late' stopped the run at before_tool: Come\nback, <AGE_12345678901_1>." },
      ],
    });
    const call = story.steps.find((step) => step.kind === "tool");
    expect(call).toMatchObject({ state: "blocked", reason: "Come\nback, <AGE_1>." });
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

  test("whose result never comes stop the call all the same", () => {
    const agent = newAgent();
    const during = [agent.blocked(policy, "before_tool", "observation")];
    const canceled = workflowEnd(random, workflow, { canceled: true });
    expect(storyOf(agent.turn("", { tool: crm, input: {}, during }), canceled)).toContain("blocked by refund policy");
    const alone = storyOf([newAgent().blocked(policy, "before_tool", "observation")], canceled);
    expect(alone).toContain("blocked by refund policy at before_tool");
  });

  test.each(["observation", "retry", undefined])("with the outcome %s make one call of hook and result", (outcome) => {
    const agent = newAgent();
    const at = (point: string) => {
      const text = JSON.stringify(agent.blocked(policy, point, "answer"));
      return JSON.parse(text.replace('"outcome":"answer"', `"outcome":${JSON.stringify(outcome) ?? null}`)) as unknown;
    };
    const call = { tool: crm, input: {}, result: "No.", ...skipped };
    const blocked = 'crm lookup blocked by refund policy: {} → "No." → -';
    expect(
      linesOf(
        agent.turn("", { ...call, during: [at("before_tool")] }),
        agent.turn("", { ...call, during: [at("around_tool")] }),
      ),
    ).toEqual([`Billing agent 1: ${blocked}`, `Billing agent 2: ${blocked}`]);
  });

  test("of an unknown point close the open call, whose result may follow all the same", () => {
    const agent = newAgent();
    const during = [agent.blocked("guard", "around_tool", "answer")];
    const call = { tool: crm, id: "call-1", input: {}, during };
    const blocked = "Billing agent 1: crm lookup blocked by guard";
    const turn = [...agent.turn("", call)];
    expect(linesOf(turn)).toEqual([`${blocked}: {} → - → -`]);
    const late = agent.result({ ...call, result: "No.", ...skipped });
    expect(linesOf(turn, late)).toEqual([`${blocked}: {} → "No." → -`]);
  });

  test("of the newest call aren't those of another one that was skipped", () => {
    const agent = newAgent();
    const during = [agent.blocked(policy, "before_tool", "observation")];
    const first = { tool: search, input: {}, result: "Nothing to do.", status: "skip" } as const;
    const second = { tool: crm, input: {}, result: "No.", ...skipped, during };
    const messages = [...agent.turn("", first, second)];
    const skip = messages.findIndex((each) => JSON.stringify(each).includes("Nothing to do."));
    const hook = messages.indexOf(during[0]);
    messages.splice(hook, 0, ...messages.splice(skip, 1));
    expect(linesOf(messages)).toEqual([
      'Billing agent 1: policy search (parallel) skipped: {} → "Nothing to do." → -',
      'Billing agent 1: crm lookup (parallel) blocked by refund policy: {} → "No." → -',
    ]);
  });

  test("belong to the call that only the result of its bundle says was skipped", () => {
    const agent = newAgent();
    const hook = agent.blocked(policy, "before_tool", "observation");
    const [first, second] = [
      { tool: crm, id: "call-1", input: {}, result: "No.", ...skipped },
      { tool: search, input: {} },
    ];
    const isOwn = (text: string) => text.includes("call-1") && !/run-parallel|tool_input/.test(text);
    const messages = [...agent.turn("", first, second)].filter((each) => !isOwn(JSON.stringify(each)));
    messages.splice(-1, 0, hook);
    expect(linesOf(messages)).toContain("Billing agent 1: crm lookup (parallel) blocked by refund policy: {} → - → -");
  });

  test("with which a stream begins are one step with the result, and have the whole answer as their reason", () => {
    const agent = newAgent({ piece: 5 });
    const from = (hook: unknown, messages: readonly unknown[]) => messages.slice(messages.indexOf(hook));
    const before = agent.blocked(policy, "before_tool", "observation");
    const turn = [...agent.turn("", { tool: crm, input: {}, result: "No.", ...skipped, during: [before] })];
    expect(linesOf(from(before, turn))).toEqual([
      'Billing agent 1: crm lookup blocked by refund policy: {} → "No." → -',
    ]);
    const input = agent.blocked(policy, "on_input", "answer");
    const cut = [...agent.answer("Only managers may pay.")].slice(2);
    expect(linesOf([input], cut, done({ "node-agent": "Only managers may pay." }))[0]).toContain(
      "(answer): Only managers may pay.",
    );
  });

  test("of another decision are shown raw, and a message without its agent belongs to the last one", () => {
    const agent = newAgent();
    const block = agent.blocked("guard", "on_input", "fail") as { data: unknown };
    expect(storyOf(JSON.parse(JSON.stringify(block).replace('"block"', '"ask"')))).toContain("raw run.data");
    expect(storyOf(agent.answer("Hi"), block.data)).toContain("Billing agent: blocked by guard");
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

  test("with which a stream begins end with the result as well", () => {
    const agent = newAgent();
    const result = agent.result({ tool: crm, id: "call-1", input: {}, result: "paid" });
    expect(linesOf(approval("Pay?", "call-1"), approval("Send?", "call-2"), result).slice(0, 2)).toEqual([
      "Billing agent: asks (approval): Pay?",
      "Billing agent: asks (approval, pending): Send?",
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
