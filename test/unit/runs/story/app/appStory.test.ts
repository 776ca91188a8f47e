import { describe, expect, test } from "vitest";
import type { RunEvent } from "../../../../../src/api/schemas.ts";
import { RunStory } from "../../../../../src/runs/story/runStory.ts";
import { Random } from "../../../../../src/sample/agent/random.ts";
import { SdkAgent, type SdkAgentOptions } from "../../../../../src/sample/sdk/sdkAgent.ts";
import type { SdkCall, SdkNode, SdkTool } from "../../../../../src/sample/sdk/sdkMessages.ts";
import {
  approvalMessage,
  feedbackMessage,
  modelCall,
  modelChunks,
  retriedChunks,
  workflowEnd,
} from "../../../../../src/sample/sdk/sdkNodes.ts";
import { storyOutline } from "../../../../support/story/storyOutline.ts";

const workflow = "wf-1";
const random = new Random(7);
const agentNode: SdkNode = {
  id: "node-agent",
  name: "Billing agent",
  group: "agents",
  type: "dynamiq.nodes.agents.Agent",
};
const search: SdkTool = { name: "policy search", type: "dynamiq.nodes.tools.TavilyTool", actionType: "web_search" };
const crm: SdkTool = { name: "crm lookup", type: "dynamiq.nodes.tools.Python", actionType: "database_query" };
const ask: SdkTool = { name: "ask person", type: "dynamiq.nodes.tools.HumanFeedbackTool" };
const asking: SdkNode = {
  id: "node-ask",
  name: "ask person",
  group: "tools",
  type: "dynamiq.nodes.tools.HumanFeedbackTool",
};

function newAgent(options?: SdkAgentOptions, node = agentNode): SdkAgent {
  return new SdkAgent(random, workflow, node, options);
}

function model(name: string) {
  const node = { id: `node-${name}`, name, group: "llms", type: "dynamiq.nodes.llms.OpenAI" };
  return { random, workflow, node };
}

function done(nodes: Record<string, unknown>): unknown {
  const ends = Object.entries(nodes).map(([id, content]) => [
    id,
    { status: "success", input: {}, output: { content } },
  ]);
  return workflowEnd(random, workflow, Object.fromEntries(ends));
}

/** The story of these messages, each as a `run.data` event. */
function storyOf(...messages: unknown[]): string {
  const runStory = new RunStory();
  const all = messages.flatMap((each): unknown[] => (isMany(each) ? [...each] : [each]));
  for (const [i, data] of all.entries()) runStory.apply([runData(i, data)]);
  return storyOutline(runStory.items);
}

function runData(i: number, data: unknown): RunEvent {
  return {
    type: "run.data",
    sequence: i + 1,
    data,
    timestamp: new Date(Date.UTC(2026, 5, 10) + i * 100).toISOString(),
  };
}

function isMany(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}

const thought = 'The customer writes "charged twice".\nThe policy first – then the CRM.';

describe.each([
  ["plain", {}],
  ["escaped", { escaped: true }],
])("an agent whose pieces are %s", (_name, options: SdkAgentOptions) => {
  test("tells thoughts, calls with their results, and the answer", () => {
    const agent = newAgent(options);
    expect(
      storyOf(
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
    ).toBe(
      [
        `Billing agent 1: reasoning: ${JSON.stringify(thought)}`,
        'Billing agent 1: policy search finished: {"query":"over \\"$500\\""} → "Two pages" → -',
        'Billing agent 2: reasoning: "Now the CRM."',
        'Billing agent 2: crm lookup failed: {"id":"c-1"} → "ValueError: no c-1" → -',
        'Billing agent 3: reasoning: "All known."',
        'Billing agent 3: answer: "Dear customer,\\n\\nC:\\\\temp – 🙂"',
        "workflow completed: Billing agent success",
      ].join("\n"),
    );
  });

  test("tells calls that run at the same time, with the thought of each", () => {
    const agent = newAgent(options);
    const first = { tool: crm, thought: 'Look "a" up.', input: { id: "a" }, result: "{'plan': 'pro'}" };
    const second = {
      tool: crm,
      thought: "And b.",
      input: { id: "b" },
      result: "TimeoutError: b",
      status: "failure",
    } as const;
    expect(storyOf(agent.turn("", first, second), agent.answer("Done."))).toBe(
      [
        'Billing agent 1: reasoning: "Look \\"a\\" up."',
        'Billing agent 1: crm lookup (parallel) finished: {"id":"a"} → "{\'plan\': \'pro\'}" → -',
        'Billing agent 1: reasoning: "And b."',
        'Billing agent 1: crm lookup (parallel) failed: {"id":"b"} → "TimeoutError: b" → -',
        'Billing agent 2: answer (growing): "Done."',
      ].join("\n"),
    );
  });

  test("tells one thought for calls that run at the same time", () => {
    const agent = newAgent(options);
    const calls = ["a", "b"].map((id) => ({ tool: crm, input: { id }, result: id }));
    expect(storyOf(agent.turn("Both\nat once.", ...calls))).toBe(
      [
        'Billing agent 1: reasoning: "Both\\nat once."',
        'Billing agent 1: crm lookup (parallel) finished: {"id":"a"} → "a" → -',
        'Billing agent 1: crm lookup (parallel) finished: {"id":"b"} → "b" → -',
      ].join("\n"),
    );
  });
});

describe("calls", () => {
  test("that the app could not read are discarded, with the reason, and tried again", () => {
    const agent = newAgent({ escaped: true });
    expect(
      storyOf(
        agent.unreadable("Look.", crm, '{"id": c-1}', "not valid JSON"),
        agent.turn("Again.", { tool: crm, input: { id: "c-1" }, result: "pro" }),
      ),
    ).toBe(
      [
        'Billing agent 1: reasoning: "Look."',
        'Billing agent 1: crm lookup discarded, not valid JSON: "{\\"id\\": c-1}" → - → -',
        'Billing agent 2: reasoning: "Again."',
        'Billing agent 2: crm lookup finished: {"id":"c-1"} → "pro" → -',
      ].join("\n"),
    );
  });

  test("of a tool that does not exist are discarded when the agent goes on", () => {
    const agent = newAgent({ escaped: true });
    const story = storyOf(agent.unknownTool("Try it.", "teleport", "{}"), agent.answer("Sorry.", "No such tool."));
    expect(story).toBe(
      [
        'Billing agent 1: reasoning: "Try it."',
        'Billing agent 1: teleport discarded: "{}" → - → -',
        'Billing agent 2: reasoning: "No such tool."',
        'Billing agent 2: answer (growing): "Sorry."',
      ].join("\n"),
    );
  });

  test("take over the id of an earlier one that was discarded", () => {
    const agent = newAgent({ escaped: true });
    const messages = [
      ...agent.unreadable("One.", crm, "{", "not valid JSON"),
      ...agent.turn(
        "",
        ...["a", "b"].map((id) => ({ tool: crm, thought: `Look ${id} up.`, input: { id }, result: id })),
      ),
    ];
    const ids = [...JSON.stringify(messages).matchAll(/"tool_run_id":"([^"]+)"/g)].map((match) => match[1] ?? "");
    const [discarded = "", own = ""] = [...new Set(ids)];
    // What streamed bears an id of its own; from the whole call on, it is the old one.
    const whole = messages.findIndex((each) => JSON.stringify(each).includes("run-parallel"));
    const mixed = messages.map((each, i) =>
      i < whole ? each : (JSON.parse(JSON.stringify(each).replaceAll(own, discarded)) as unknown),
    );
    expect(storyOf(mixed)).toBe(
      [
        'Billing agent 1: reasoning: "One."',
        'Billing agent 1: crm lookup discarded, not valid JSON: "{" → - → -',
        'Billing agent 2: reasoning: "Look a up."',
        'Billing agent 2: crm lookup (parallel) finished: {"id":"a"} → "a" → -',
        'Billing agent 2: reasoning: "Look b up."',
        'Billing agent 2: crm lookup (parallel) finished: {"id":"b"} → "b" → -',
      ].join("\n"),
    );
  });

  test("without a result are unfinished when the run ends, and their input is there while it streams", () => {
    const agent = newAgent();
    const open = [...agent.turn("Wait.", { tool: crm, input: { id: "c" } })];
    expect(storyOf(open.slice(0, -2))).toContain('crm lookup running: "{\\"id\\":\\"');
    expect(storyOf(open)).toContain('crm lookup running: {"id":"c"} → - → -');
    const canceled = workflowEnd(random, workflow, { canceled: true, error: { message: "Workflow was canceled" } });
    expect(storyOf(open, canceled)).toContain("crm lookup unfinished");
  });

  test("that are made again after they failed, with the same input, know of each other", () => {
    const agent = newAgent({ piece: 1000 });
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

  test("that were skipped say so, and what a tool returned besides its result is kept", () => {
    const agent = newAgent();
    const story = storyOf(
      agent.turn("x", { tool: crm, input: {}, result: "", status: "skip", output: { cached: true } }),
    );
    expect(story).toContain('crm lookup skipped: {} → "" → {"cached":true}');
  });
});

describe("language models", () => {
  test("tell one text, however many chunks it comes in", () => {
    const chunks = [...modelChunks(model("Classifier"), 'category: **billing**\nsure: "yes"', 3)];
    expect(chunks.length).toBeGreaterThan(10);
    expect(storyOf(chunks)).toBe('Classifier: text: "category: **billing**\\nsure: \\"yes\\""');
  });

  test("that stream at the same time are told apart", () => {
    const [a, b] = [[...modelChunks(model("A"), "first text")], [...modelChunks(model("B"), "second text")]];
    const mixed = a.flatMap((each, i) => [each, ...(b[i] === undefined ? [] : [b[i]])]).concat(b.slice(a.length));
    expect(storyOf(mixed)).toBe('A: text: "first text"\nB: text: "second text"');
  });

  test("begin anew when they are asked again", () => {
    expect(storyOf(retriedChunks(model("A"), "category: bi", "category: billing"))).toBe(
      'A: text: "category: billing"',
    );
  });

  test("ask for calls that they do not run", () => {
    const end = done({ "node-Router": null });
    expect(storyOf(modelCall(model("Router"), "route", { queue: "billing" }), end)).toBe(
      'Router: route unfinished: "{\\"queue\\":\\"billing\\"}" → - → -\nworkflow completed: Router success',
    );
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

  test("that were refused stay, and say so", () => {
    const agent = newAgent();
    expect(storyOf(agent.answer("It is pro.", "Quick."), agent.answer("Plan: pro", "As asked."))).toBe(
      [
        'Billing agent 1: reasoning: "Quick."',
        'Billing agent 1: answer (refused): "It is pro."',
        'Billing agent 1: reasoning: "As asked."',
        'Billing agent 1: answer (growing): "Plan: pro"',
      ].join("\n"),
    );
  });

  test("of a sub-agent belong to the call that asked it, and stand there once when they are taken over", () => {
    const manager = newAgent({}, { ...agentNode, id: "node-manager", name: "Manager" });
    const helper = newAgent({}, { ...agentNode, id: "node-helper", name: "Helper" });
    const tool = { name: "Helper tool", type: "dynamiq.nodes.tools.SubAgentTool" };
    const during = [...helper.turn("Look.", { tool: crm, input: {}, result: "pro" }), ...helper.answer("Plan pro.")];
    expect(
      storyOf(
        manager.turn("Ask.", { tool, input: { input: "plan?" }, result: "Plan pro.", during }),
        manager.takenOver("Plan pro.", tool.name),
      ),
    ).toBe(
      [
        'Manager 1: reasoning: "Ask."',
        'Manager 1: Helper tool finished: {"input":"plan?"} → "Plan pro." → -',
        'Helper (asked by Helper tool) 1: reasoning: "Look."',
        'Helper (asked by Helper tool) 1: crm lookup finished: {} → "pro" → -',
        'Helper (asked by Helper tool) 2: answer (growing): "Plan pro."',
      ].join("\n"),
    );
  });
});

describe("questions", () => {
  const prompt = "Which invoice?";

  test("belong to the call that asks them, and are answered with its result", () => {
    const agent = newAgent();
    const question = feedbackMessage(workflow, asking, ` ${prompt}\n`);
    const open = [...agent.turn("Ask.", { tool: ask, input: { input: prompt }, during: [question] })];
    expect(storyOf(open)).toContain(`Billing agent 1: asks (feedback, pending): ${prompt}`);
    const answered = newAgent().turn("Ask.", {
      tool: ask,
      input: { input: prompt },
      result: "INV-1",
      during: [question],
    });
    expect(storyOf(answered)).toContain(`Billing agent 1: asks (feedback): ${prompt}`);
  });

  test("are approvals with what may be edited, and notices", () => {
    const story = storyOf(
      approvalMessage(workflow, asking, "\nRefund $620?\n", { amount: 620 }, ["amount"]),
      feedbackMessage(workflow, asking, "Working on it.", { action: "info" }),
      workflowEnd(random, workflow, { "node-ask": { status: "skip" } }),
    );
    expect(story).toBe(
      [
        "ask person: asks (approval): Refund $620?",
        "ask person: notice: Working on it.",
        "workflow completed: ask person skip",
      ].join("\n"),
    );
  });

  test("that a resumed run asks again take the place of the first", () => {
    const call = { tool: ask, input: { input: prompt }, during: [feedbackMessage(workflow, asking, prompt)] };
    const before = [...newAgent().turn("Ask.", call)];
    const repeated = newAgent().resumed("Ask.", { ...call, result: "INV-1" });
    expect(storyOf(before, repeated)).toBe(
      [
        'Billing agent 1: reasoning: "Ask."',
        `Billing agent 1: ask person finished: {"input":"${prompt}"} → "INV-1" → -`,
        `Billing agent 1: asks (feedback): ${prompt}`,
      ].join("\n"),
    );
  });
});

describe("other shapes", () => {
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
  ])("that are not known stay raw: %j", (data) => {
    expect(storyOf([data])).toBe(`raw run.data: ${JSON.stringify(data)}`);
  });

  test("nothing is told of chunks that have no text", () => {
    expect(storyOf([...modelChunks(model("A"), "")])).toBe("");
  });
});
