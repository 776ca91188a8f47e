import { describe, expect, test } from "vitest";
import type { SdkAgentOptions } from "../../../../../src/sample/sdk/sdkAgent.ts";
import { agentNode, crm, done, linesOf, newAgent, search, storyOf } from "./support/appMessages.ts";

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
});

describe("answers", () => {
  test("are what the output says, however often they were streamed", () => {
    const agent = newAgent({ mode: "final" });
    const messages = [...agent.answer("It is pro."), ...agent.answer({ plan: "pro" })];
    expect(storyOf(messages, done({ "node-agent": { plan: "pro" } }))).toBe(
      'Billing agent: answer (code): "{\\n  \\"plan\\": \\"pro\\"\\n}"\nworkflow completed: Billing agent success',
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

  test("of an older SDK are mended by the output, which shows how to read the thought as well", () => {
    const agent = newAgent({ escaped: true });
    const said = linesOf(agent.answer("One.\nTwo.", "First.\nSecond."), done({ "node-agent": "One.\nTwo." }));
    expect(said.slice(0, -1)).toEqual([
      'Billing agent 1: reasoning: "First.\\nSecond."',
      'Billing agent 1: answer: "One.\\nTwo."',
    ]);
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
    [{ choices: [{ delta: { content: "x", source: "x", step: "never seen" } }] }],
    [{ entity_id: "e", wf_run_id: "w", data: "text" }],
    [null],
  ])("that are unknown stay raw: %j", (data) => {
    expect(storyOf([data])).toBe(`raw run.data: ${JSON.stringify(data)}`);
  });
});

test("an agent that returns the answer of another one, without a call that shows it, is told", () => {
  const manager = newAgent({}, { ...agentNode, id: "node-manager", name: "Manager" });
  const helper = newAgent({}, { ...agentNode, id: "node-helper", name: "Helper" });
  expect(linesOf(helper.answer("Plan pro."), manager.takenOver("Plan pro.", "Helper tool"))).toEqual([
    'Helper: answer: "Plan pro."',
    "Manager: notice: Answered with the text of Helper.",
  ]);
});
