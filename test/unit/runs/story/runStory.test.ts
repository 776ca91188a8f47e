import { describe, expect, test } from "vitest";
import type { RunEvent } from "../../../../src/api/schemas.ts";
import { RunStory } from "../../../../src/runs/story/runStory.ts";
import type { StoryStep } from "../../../../src/runs/story/storySteps.ts";

/** Events with sequences from 1, 100 ms apart. */
function events(...parts: [type: string, data?: unknown][]): RunEvent[] {
  return parts.map(([type, data], i) => ({
    type,
    data,
    sequence: i + 1,
    timestamp: new Date(Date.UTC(2026, 5, 10, 9, 15, 21) + i * 100).toISOString(),
  }));
}

function itemsOf(...parts: [type: string, data?: unknown][]): readonly StoryStep[] {
  const runStory = new RunStory();
  runStory.apply(events(...parts));
  return runStory.items;
}

const delta = (text: string, iteration?: number, object = "agent.reasoning.delta"): [string, unknown] => [
  object,
  { object, delta: text, iteration },
];
const tool = { name: "match_payments", type: "http" };

describe("texts", () => {
  test("are joined by object and iteration", () => {
    const items = itemsOf(
      delta("a", 1),
      delta("x", 1, "agent.answer.delta"),
      delta("b", 1),
      delta("y", 1, "agent.answer.delta"),
    );
    expect(items).toMatchObject([
      { kind: "text", object: "agent.reasoning.delta", text: "ab", iteration: 1, growing: true, sequence: 1, at: 0 },
      { kind: "text", object: "agent.answer.delta", text: "xy", growing: true, at: 100 },
    ]);
  });

  test("of any type that ends in delta, and without an object, are texts", () => {
    expect(itemsOf(["vendor.log.delta", { delta: "a" }], ["vendor.log.delta", { delta: "b" }])).toMatchObject([
      { kind: "text", object: "vendor.log.delta", text: "ab" },
    ]);
    expect(itemsOf(["vendor.log.delta", { delta: 7 }])).toMatchObject([{ kind: "other", type: "vendor.log.delta" }]);
  });

  test("end when a call of the same iteration follows, not when one of another does", () => {
    const call: [string, unknown] = ["agent.tool_call.started", { id: "c", tool, iteration: 2 }];
    expect(itemsOf(delta("a", 2), call, delta("b", 2))).toMatchObject([
      { text: "a", growing: false },
      { kind: "tool" },
      { text: "b", growing: true },
    ]);
    expect(itemsOf(delta("a", 3), call, delta("b", 3))).toMatchObject([
      { text: "ab", growing: true },
      { kind: "tool" },
    ]);
  });

  test("stand still when a later iteration begins, and go on with a late piece", () => {
    expect(itemsOf(delta("a", 1), delta("x", 2))).toMatchObject([{ growing: false }, { growing: true }]);
    expect(itemsOf(delta("a", 1), delta("x", 2), delta("b", 1))).toMatchObject([
      { text: "ab", growing: true },
      { text: "x" },
    ]);
  });
});

describe("tool calls", () => {
  const started: [string, unknown] = [
    "agent.tool_call.started",
    { id: "c1", tool, input: { a: 1 }, result: null, iteration: 1 },
  ];

  test("are paired by id", () => {
    const items = itemsOf(
      started,
      ["agent.tool_call.started", { id: "c2", tool: { name: "other" }, iteration: 1 }],
      ["agent.tool_call.delta", { id: "c1", object: "agent.tool_call.delta", delta: "half ", iteration: 1 }],
      ["agent.tool_call.completed", { id: "c1", tool, input: { a: 1 }, result: "42", iteration: 1 }],
    );
    expect(items).toMatchObject([
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

  test("that only end are there, without a duration", () => {
    const [item] = itemsOf(["agent.tool_call.completed", { id: "c9", tool, input: {}, result: { ok: true } }]);
    expect(item).toMatchObject({ state: "finished", result: { ok: true }, duration: undefined, startedAt: undefined });
  });

  test("may use an id again", () => {
    const completed: [string, unknown] = ["agent.tool_call.completed", { id: "c1", result: 1 }];
    expect(itemsOf(started, completed, started)).toMatchObject([{ state: "finished" }, { state: "running" }]);
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
    expect(itemsOf(started, ["agent.tool_call.completed", { id: "c1", ...data }])).toMatchObject([{ state }]);
  });

  test("fail by their type", () => {
    expect(itemsOf(started, ["agent.tool_call.failed", { id: "c1" }])).toMatchObject([{ state: "failed" }]);
  });

  test("did not finish when the run ended first", () => {
    expect(itemsOf(started, delta("x", 1), ["run.failed", { error: { code: "boom" } }])).toMatchObject([
      { kind: "tool", state: "unfinished" },
      { kind: "text", growing: false },
      { kind: "failed", error: { code: "boom" } },
    ]);
  });
});

describe("requests", () => {
  const approval: [string, unknown] = [
    "approval_request.created",
    { id: "r1", prompt: "Approve?", params: { amount: 620 } },
  ];
  const feedback: [string, unknown] = ["agent.human_feedback.requested", { id: "r2", prompt: "Tone?" }];

  test("are pending until their own answer", () => {
    const items = itemsOf(approval, feedback, ["run.human_feedback.received", { request_id: "r1", approved: true }]);
    expect(items).toMatchObject([
      { kind: "request", request: "approval", prompt: "Approve?", pending: false, data: { params: { amount: 620 } } },
      { kind: "request", request: "feedback", prompt: "Tone?", pending: true },
      { kind: "answer", prompt: "Approve?", data: { approved: true } },
    ]);
  });

  test("that are told twice are one", () => {
    expect(itemsOf(approval, approval)).toMatchObject([{ kind: "request", sequence: 1, pending: true }]);
  });

  test("are not pending any more after the end", () => {
    expect(itemsOf(approval, ["run.canceled", {}])).toMatchObject([{ pending: false }, { kind: "canceled" }]);
  });

  test("an answer to a request that is not known stands alone", () => {
    expect(itemsOf(approval, ["run.human_feedback.received", { request_id: "r7", feedback: "x" }])).toMatchObject([
      { pending: true },
      { kind: "answer", prompt: undefined },
    ]);
  });

  test("with action info are notices", () => {
    expect(itemsOf(["agent.human_feedback.requested", { id: "n", prompt: "FYI", action: "info" }])).toMatchObject([
      { kind: "notice", text: "FYI" },
    ]);
  });
});

describe("a question that the run's events and the node's stream both tell", () => {
  const source = { id: "node-ask", name: "ask", group: "tools", type: "dynamiq.nodes.tools.HumanFeedbackTool" };
  const streamed = (data: unknown, event = "streaming"): [string, unknown] => [
    "run.data",
    { run_id: null, wf_run_id: "w", entity_id: "node-ask", event, source, data },
  ];
  const node = streamed({ prompt: "Which one?", action: "ask", is_browser_takeover: true, questions: null });
  const api = (id = "q1"): [string, unknown] => ["agent.human_feedback.requested", { id, prompt: "Which one?\n" }];
  const received = (id: string): [string, unknown] => [
    "run.human_feedback.received",
    { request_id: id, feedback: "This" },
  ];

  test.each([
    ["the node first", [node, api()]],
    ["the event first", [api(), node]],
  ])("is one, %s", (_what, told) => {
    const items = itemsOf(...told, received("q1"));
    expect(items.map(({ kind }) => kind)).toEqual(["request", "answer"]);
    expect(items[0]).toMatchObject({
      pending: false,
      speaker: { name: "ask" },
      data: { id: "q1", is_browser_takeover: true },
    });
    expect(items[1]).toMatchObject({ waited: expect.any(Number) as number, asked: { id: "q1" } });
  });

  test("is asked twice when both tell it twice, side by side or one after the other", () => {
    const kinds = (...told: [string, unknown?][]) => itemsOf(...told).map(({ kind }) => kind);
    expect(kinds(node, node, api(), api("q2"))).toEqual(["request", "request"]);
    expect(kinds(node, api(), received("q1"), node, api("q2"))).toEqual(["request", "answer", "request"]);
    expect(kinds(node, api(), api())).toEqual(["request"]);
    expect(kinds(api(), api("q2"))).toEqual(["request", "request"]);
  });

  test("is another one with another prompt, or of another kind", () => {
    const approval = streamed({ template: "Which one?", data: {}, mutable_data_params: [] }, "approval");
    expect(itemsOf(api(), approval)).toHaveLength(2);
    expect(itemsOf(approval, ["approval_request.created", { id: "a", prompt: "Which one?" }])).toMatchObject([
      { request: "approval", data: { id: "a", editable_params: [] } },
    ]);
    expect(itemsOf(["agent.human_feedback.requested", { id: "q", prompt: "Which?" }], node)).toHaveLength(2);
  });

  test("or a notice", () => {
    const notice: [string, unknown] = ["agent.human_feedback.requested", { id: "n", prompt: "Done.", action: "info" }];
    const own = streamed({ prompt: "Done.", action: "info" });
    expect(itemsOf(notice, own)).toMatchObject([{ kind: "notice", text: "Done." }]);
    expect(itemsOf(own, notice, notice)).toHaveLength(2);
  });
});

test("what took time tells when it ended, on the clock of its beginning", () => {
  const call = (part: string, id: string): [string, unknown] => [`agent.tool_call.${part}`, { id, tool, iteration: 1 }];
  const items = itemsOf(
    delta("a", 1),
    delta("b", 1),
    call("started", "c1"),
    call("started", "c2"),
    call("completed", "c1"),
    ["approval_request.created", { id: "r1", prompt: "Approve?" }],
    ["approval_request.created", { id: "r2", prompt: "And this?" }],
    ["run.human_feedback.received", { request_id: "r1", approved: true }],
    ["run.failed", {}],
  );
  expect(items.map(({ kind, at, until }) => [kind, at, until])).toEqual([
    ["text", 0, 100],
    ["tool", 200, 400],
    ["tool", 300, 800],
    ["request", 500, 700],
    ["request", 600, 800],
    ["answer", 700, undefined],
    ["failed", 800, undefined],
  ]);
});

test("the run's own events and unknown ones are items, whatever their data is", () => {
  const items = itemsOf(
    ["run.started", { id: "run" }],
    ["run.paused", { checkpoint_id: "ckpt_1", resume_at: "2026-06-10T09:30:00Z" }],
    ["run.resumed", null],
    ["vendor.score.v2", { score: 1 }],
    ["vendor.plain", "text"],
    ["agent.tool_call.retrying", { id: "c" }],
    ["run.completed"],
  );
  expect(items).toMatchObject([
    { kind: "started" },
    { kind: "paused", checkpoint: "ckpt_1", resumeAt: Date.UTC(2026, 5, 10, 9, 30) },
    { kind: "resumed" },
    { kind: "other", type: "vendor.score.v2", data: { score: 1 } },
    { kind: "other", type: "vendor.plain", data: "text" },
    { kind: "other", type: "agent.tool_call.retrying" },
    { kind: "completed" },
  ]);
});

test("an event without a time has no place in time", () => {
  const runStory = new RunStory();
  runStory.apply([
    { type: "run.started", sequence: 1 },
    { type: "run.data", sequence: 2, timestamp: "never" },
  ]);
  expect(runStory.items.map(({ at }) => at)).toEqual([undefined, undefined]);
});

describe("changes", () => {
  test("one for each item, text as what it grew by", () => {
    const runStory = new RunStory();
    const all = events(delta("a", 1), delta("b", 1), delta("c", 1), delta("d", 1), [
      "agent.tool_call.started",
      { id: "c", iteration: 1 },
    ]);
    expect(runStory.apply(all.slice(0, 2))).toMatchObject([{ kind: "upsert", item: { id: "1", text: "ab" } }]);
    expect(runStory.apply(all.slice(2, 4))).toEqual([{ kind: "append", id: "1", text: "cd" }]);
    expect(runStory.apply(all.slice(4))).toMatchObject([
      { kind: "upsert", item: { id: "1", text: "abcd", growing: false } },
      { kind: "upsert", item: { id: "5", kind: "tool" } },
    ]);
    expect(runStory.apply([])).toEqual([]);
  });

  test("a batch that grows and ends a text tells the whole of it", () => {
    const runStory = new RunStory();
    const all = events(delta("a", 1), delta("b", 1), ["run.completed", {}]);
    runStory.apply(all.slice(0, 1));
    expect(runStory.apply(all.slice(1))).toMatchObject([
      { kind: "upsert", item: { text: "ab", growing: false } },
      { kind: "upsert", item: { kind: "completed" } },
    ]);
  });

  test("replayed over the items of any batching, they give the same story", () => {
    const all = events(
      ["run.started", {}],
      delta("a", 1),
      delta("b", 1),
      ["agent.tool_call.started", { id: "c", tool, iteration: 1 }],
      delta("c", 1),
      ["agent.tool_call.completed", { id: "c", tool, result: 1, iteration: 1 }],
      delta("d", 2),
      delta("e", 1),
      ["run.completed", {}],
    );
    const whole = new RunStory();
    whole.apply(all);
    for (let size = 1; size <= all.length; size++) {
      const runStory = new RunStory();
      const drawn = new Map<string, StoryStep>();
      for (let i = 0; i < all.length; i += size) {
        for (const change of runStory.apply(all.slice(i, i + size))) {
          if (change.kind === "upsert") drawn.set(change.item.id, change.item);
          else {
            const item = drawn.get(change.id);
            if (item?.kind !== "text") throw new Error("Only a text grows.");
            drawn.set(change.id, { ...item, text: item.text + change.text });
          }
        }
      }
      expect([...drawn.values()]).toEqual(whole.items);
    }
  });
});

test("100,000 events, of texts in one iteration or one each, are taken in no time that grows with their square", () => {
  for (const iterationOf of [() => 1, (i: number) => i]) {
    const runStory = new RunStory();
    const many = Array.from({ length: 100_000 }, (_, i): RunEvent => {
      const [type, data] = delta("word ", iterationOf(i));
      return { type, data, sequence: i + 1 };
    });
    runStory.apply(many);
    expect(runStory.items.reduce((sum, item) => sum + (item.kind === "text" ? item.text.length : 0), 0)).toBe(500_000);
  }
});
