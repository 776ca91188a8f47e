import { describe, expect, test } from "vitest";
import type { SdkAgentOptions } from "../../../../../src/sample/sdk/sdkAgent.ts";
import { modelChunks, workflowEnd } from "../../../../../src/sample/sdk/sdkNodes.ts";
import {
  agentNode,
  crm,
  done,
  linesOf,
  model,
  newAgent,
  random,
  search,
  storyOf,
  workflow,
} from "./support/appMessages.ts";

const thought = 'The customer writes "charged twice".\nThe policy first – then the CRM.';

describe.each([
  ["plain", {}],
  ["escaped", { escaped: true }],
])("an agent whose pieces are %s", (_name, options: SdkAgentOptions) => {
  test("shows thoughts, calls with their results, and the answer", () => {
    const agent = newAgent(options);
    expect(
      linesOf(
        agent.turn(thought, { tool: search, input: { query: 'over "$500"' }, result: "Two pages" }),
        agent.turn("Now the CRM.", {
          tool: crm,
          input: { id: "c-1" },
          result: "ValueError: no c-1",
          status: "failure",
        }),
        agent.answer("Dear customer,\n\nC:\\temp – 🙂", "All known."),
        done({ "node-agent": "Dear customer,\n\nC:\\temp – 🙂" }),
      ),
    ).toEqual([
      `Billing agent 1: reasoning: ${JSON.stringify(thought)}`,
      'Billing agent 1: policy search finished: {"query":"over \\"$500\\""} → "Two pages" → -',
      'Billing agent 2: reasoning: "Now the CRM."',
      'Billing agent 2: crm lookup failed: {"id":"c-1"} → "ValueError: no c-1" → -',
      'Billing agent 3: reasoning: "All known."',
      'Billing agent 3: answer: "Dear customer,\\n\\nC:\\\\temp – 🙂"',
      "workflow completed: Billing agent success",
    ]);
  });

  test("shows parallel calls, with the thought of each", () => {
    const agent = newAgent(options);
    const first = { tool: crm, thought: 'Look "a" up.', input: { id: "a" }, result: "{'plan': 'pro'}" };
    const second = {
      tool: crm,
      thought: "And b.",
      input: { id: "b" },
      result: "TimeoutError: b",
      status: "failure",
    } as const;
    expect(linesOf(agent.turn("", first, second), agent.answer("Done."))).toEqual([
      'Billing agent 1: reasoning: "Look \\"a\\" up."',
      'Billing agent 1: crm lookup (parallel) finished: {"id":"a"} → "{\'plan\': \'pro\'}" → -',
      'Billing agent 1: reasoning: "And b."',
      'Billing agent 1: crm lookup (parallel) failed: {"id":"b"} → "TimeoutError: b" → -',
      'Billing agent 2: answer (growing): "Done."',
    ]);
  });

  test("shows one thought for parallel calls", () => {
    const agent = newAgent(options);
    const calls = ["a", "b"].map((id) => ({ tool: crm, input: { id }, result: id }));
    expect(linesOf(agent.turn("Both\nat once.", ...calls))).toEqual([
      'Billing agent 1: reasoning: "Both\\nat once."',
      'Billing agent 1: crm lookup (parallel) finished: {"id":"a"} → "a" → -',
      'Billing agent 1: crm lookup (parallel) finished: {"id":"b"} → "b" → -',
    ]);
  });
});

/** The messages before a call is complete, and those that follow. */
function beginning(messages: Iterable<unknown>): [unknown[], unknown[]] {
  const all = [...messages];
  const whole = all.findIndex((each) => JSON.stringify(each).includes('"action_input":{'));
  return [all.slice(0, whole), all.slice(whole)];
}

/** The messages as those of one run of the agent. */
function asOne(...parts: unknown[][]): unknown[] {
  return parts.flat().map((each) => ({ ...(each as object), run_id: "run-1" }));
}

describe("answers", () => {
  test("are what the output says, however often they were streamed", () => {
    const agent = newAgent({ mode: "final" });
    const messages = [...agent.answer("It is pro."), ...agent.answer({ plan: "pro" })];
    expect(storyOf(messages, done({ "node-agent": { plan: "pro" } }))).toBe(
      'Billing agent: answer (code): "{\\n  \\"plan\\": \\"pro\\"\\n}"\nworkflow completed: Billing agent success',
    );
  });

  test("keep the white space of the output", () => {
    expect(linesOf(newAgent().answer("It is pro."), done({ "node-agent": "It is pro.\n" }))[0]).toBe(
      'Billing agent: answer: "It is pro.\\n"',
    );
  });

  test("that were rejected stay, and say so", () => {
    const agent = newAgent();
    expect(linesOf(agent.answer("It is pro.", "Quick."), agent.answer("Plan: pro", "As asked."))).toEqual([
      'Billing agent 1: reasoning: "Quick."',
      'Billing agent 1: answer (refused): "It is pro."',
      'Billing agent 1: reasoning: "As asked."',
      'Billing agent 1: answer (growing): "Plan: pro"',
    ]);
  });

  test("that came together with a call were rejected, and the call goes on", () => {
    const [call, rest] = beginning(newAgent().turn("Look.", { tool: crm, input: { id: "c-1" }, result: "pro" }));
    const agent = (answer: string) => [...newAgent().answer(answer)];
    const said = linesOf(...asOne(call, agent("It may be pro."), rest, agent("It is pro.")));
    expect(said).toEqual([
      'Billing agent 1: reasoning: "Look."',
      'Billing agent 1: crm lookup finished: {"id":"c-1"} → "pro" → -',
      'Billing agent 1: answer (refused): "It may be pro."',
      'Billing agent 2: answer (growing): "It is pro."',
    ]);
  });

  test("of a sub-agent belong to its call, and appear once when they are taken over", () => {
    const manager = newAgent({}, { ...agentNode, id: "node-manager", name: "Manager" });
    const helper = newAgent({}, { ...agentNode, id: "node-helper", name: "Helper" });
    const tool = { name: "Helper tool", type: "dynamiq.nodes.tools.SubAgentTool" };
    const during = [...helper.turn("Look.", { tool: crm, input: {}, result: "pro" }), ...helper.answer("Plan pro.")];
    expect(
      linesOf(
        manager.turn("Ask.", { tool, input: { input: "plan?" }, result: "Plan pro.", during }),
        manager.takenOver("Plan pro.", tool.name),
      ),
    ).toEqual([
      'Manager 1: reasoning: "Ask."',
      'Manager 1: Helper tool finished: {"input":"plan?"} → "Plan pro." → -',
      'Helper (asked by Helper tool) 1: reasoning: "Look."',
      'Helper (asked by Helper tool) 1: crm lookup finished: {} → "pro" → -',
      'Helper (asked by Helper tool) 2: answer: "Plan pro."',
    ]);
  });
});

describe("pieces", () => {
  const path = String.raw`Copy C:\new\table where \d+ matches`;
  const call = { tool: crm, input: {}, result: "pro" };

  test("stay as they are while they arrive", () => {
    const [first, agent] = [newAgent(), newAgent()];
    expect(linesOf([...first.answer(path)].slice(0, -1))[0]).toContain(String.raw`C:\\new\\table`);
    expect(linesOf(agent.turn(path, call), agent.answer(path, path)).slice(-2)).toEqual([
      `Billing agent 2: reasoning: ${JSON.stringify(path)}`,
      `Billing agent 2: answer (growing): ${JSON.stringify(path)}`,
    ]);
  });

  test("of an older SDK are decoded while they arrive, once a whole thought has shown that they are escaped", () => {
    const text = 'Plan "pro".\nKeep \\d.';
    const again = newAgent({ escaped: true });
    const agent = newAgent({ escaped: true });
    expect(linesOf(agent.turn('So "soon"?', call), again.answer(text, text)).slice(-2)).toEqual([
      `Billing agent 1: reasoning: ${JSON.stringify(text)}`,
      `Billing agent 1: answer (growing): ${JSON.stringify(text)}`,
    ]);
  });

  test("of an older SDK are mended by the output, which shows how to read the thought as well", () => {
    const agent = newAgent({ escaped: true });
    const said = linesOf(agent.answer("One.\nTwo.", "First.\nSecond."), done({ "node-agent": "One.\nTwo." }));
    expect(said.slice(0, -1)).toEqual([
      'Billing agent 1: reasoning: "First.\\nSecond."',
      'Billing agent 1: answer: "One.\\nTwo."',
    ]);
  });

  test.each([
    ["the result of the call that started the agent", "Helper tool", "One.\nTwo."],
    ["the answer that the other agent takes over", "Helper tool", "Other."],
  ])("of an older SDK are mended by %s", (_by, name, result) => {
    const manager = newAgent({}, { ...agentNode, id: "node-manager", name: "Manager" });
    const helper = newAgent({ escaped: true }, { ...agentNode, id: "node-helper", name: "Helper" });
    const tool = { name, type: "dynamiq.nodes.tools.SubAgentTool" };
    const asked = manager.turn("Ask.", { tool, input: {}, result, during: helper.answer("One.\nTwo.") });
    const takenOver = result === "Other." ? [manager.takenOver("One.\nTwo.", name)] : [];
    expect(linesOf(asked, takenOver).at(-1)).toMatch(/^Helper .*: answer.*: "One\.\\nTwo\."$/);
  });

  test("of an agent that isn't a node of the workflow are mended by the outputs that contain its answer", () => {
    const inner = newAgent({ escaped: true }, { ...agentNode, id: "node-inner", name: "Inner" });
    const nodes = { "node-map": { status: "success", output: { output: [{ content: "One.\nTwo." }] } } };
    expect(linesOf(inner.answer("One.\nTwo."), workflowEnd(random, workflow, nodes))[0]).toBe(
      'Inner: answer: "One.\\nTwo."',
    );
  });

  test("that are masked while they stream are replaced by the output", () => {
    const said = linesOf(newAgent().answer("The key is sk-."), done({ "node-agent": "The key is [hidden]." }));
    expect(said[0]).toBe('Billing agent: answer: "The key is [hidden]."');
  });
});

describe("other forms", () => {
  test("without an envelope are read as well", () => {
    const chunk = (content: string, step: string): unknown => ({
      choices: [{ delta: { content, source: "Solo", step } }],
    });
    expect(storyOf(chunk("He", "answer"), chunk("llo", "answer"))).toBe('Solo: answer (growing): "Hello"');
    expect(storyOf({ content: "a" }, { content: "b" })).toBe('text (growing): "ab"');
  });

  test.each([
    [{ node: "ledger", rows: 214 }],
    [{ content: "a", size: 1 }],
    [{ choices: [{ delta: { content: { odd: true }, source: "x", step: "reasoning" } }] }],
    [{ choices: [{ delta: { content: "x", source: "x", step: "never seen" } }] }],
    [{ entity_id: "e", wf_run_id: "w", data: { anything: 1 } }],
    [{ entity_id: "e", wf_run_id: "w", data: "text" }],
    ["text"],
    [null],
    [[1, 2]],
  ])("that are unknown stay raw: %j", (data) => {
    expect(storyOf([data])).toBe(`raw run.data: ${JSON.stringify(data)}`);
  });

  test("chunks without a text produce nothing", () => expect(storyOf([...modelChunks(model("A"), "")])).toBe(""));
});

test("an agent that returns the answer of another one, without a call that shows it, is told", () => {
  const manager = newAgent({}, { ...agentNode, id: "node-manager", name: "Manager" });
  const helper = newAgent({}, { ...agentNode, id: "node-helper", name: "Helper" });
  expect(linesOf(helper.answer("Plan pro."), manager.takenOver("Plan pro.", "Helper tool"))).toEqual([
    'Helper: answer: "Plan pro."',
    "Manager: notice: Answered with the text of Helper.",
  ]);
});
