import { describe, expect, test } from "vitest";
import { RunStory } from "#runs/story/runStory.ts";
import { workflowEnd } from "#sample/agent/sdkMessages.ts";
import type { SdkAgentOptions } from "../../../../support/sample/scenes/sdkAgent.ts";
import { approvalMessage, feedbackMessage, modelChunks } from "../../../../support/sample/scenes/sdkNodes.ts";
import {
  ask,
  asking,
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
});

describe("other forms", () => {
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

describe("language models", () => {
  test("produce one text from any number of chunks", () => {
    const chunks = [...modelChunks(model("Classifier"), 'category: **billing**\nsure: "yes"', { most: 3 })];
    expect(chunks.length).toBeGreaterThan(10);
    expect(storyOf(chunks)).toBe('Classifier: text: "category: **billing**\\nsure: \\"yes\\""');
  });

  test("have the tokens of all calls of their node, also from a chunk without choices", () => {
    const usage = (prompt: number, completion: number) => ({
      prompt_tokens: prompt,
      completion_tokens: completion,
      total_tokens: prompt + completion,
    });
    const of = (node: string, chunk: object) => ({
      run_id: `run-${node}`,
      wf_run_id: "wf",
      entity_id: node,
      event: "streaming",
      source: { id: node, name: node, group: "llms" },
      data: { object: "chat.completion.chunk", ...chunk },
    });
    const says = (content: string | null, finish: string | null = null) => [
      { delta: { content }, finish_reason: finish },
    ];
    const story = new RunStory();
    const messages = [
      of("a", { id: "1", choices: says("Half", "stop") }),
      of("a", { id: "1", choices: [], usage: usage(8, 9) }),
      of("b", { id: "2", choices: says("Two") }),
      of("b", { id: "2", choices: says(null), usage: usage(1_000, 20) }),
      of("b", { id: "2", choices: says(null), usage: usage(1_000, 24) }),
      of("a", { id: "3", choices: says("One", "stop") }),
      of("a", { id: "3", choices: [], usage: usage(10, 1) }),
      of("c", { id: "4", choices: says("Three", "stop"), usage: null }),
      of("c", { id: "4", choices: [], usage: { prompt_tokens: "many" } }),
    ];
    story.apply(messages.map((data, at) => ({ type: "run.data", sequence: at + 1, data })));
    const tokens = story.steps.map((step) => ("growing" in step ? [step.text, step.usage?.total] : [step.kind]));
    expect(tokens).toEqual([["Half", 17], ["Two", 1_024], ["One", 28], ["Three", undefined], ["other"]]);
    expect(story.usage).toEqual({ prompt: 1_018, completion: 34, total: 1_052 });
  });
});

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
