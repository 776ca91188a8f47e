import { describe, expect, test } from "vitest";
import { RunStory } from "#runs/story/runStory.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import { events, stepsOf, delta, tool } from "./support/storyEvents.ts";

describe("texts", () => {
  test("are joined by object and iteration", () => {
    const steps = stepsOf(
      delta("a", 1),
      delta("x", 1, "agent.answer.delta"),
      delta("b", 1),
      delta("y", 1, "agent.answer.delta"),
    );
    expect(steps).toMatchObject([
      {
        kind: "reasoning",
        object: "agent.reasoning.delta",
        text: "ab",
        iteration: 1,
        growing: true,
        sequence: 1,
        at: 0,
      },
      { kind: "text", object: "agent.answer.delta", text: "xy", growing: true, at: 100 },
    ]);
  });

  test("end when a call of the same iteration follows, not when one of another does", () => {
    const call: [string, unknown] = ["agent.tool_call.started", { id: "c", tool, iteration: 2 }];
    expect(stepsOf(delta("a", 2), call, delta("b", 2))).toMatchObject([
      { text: "a", growing: false },
      { kind: "tool" },
      { text: "b", growing: true },
    ]);
    expect(stepsOf(delta("a", 3), call, delta("b", 3))).toMatchObject([
      { text: "ab", growing: true },
      { kind: "tool" },
    ]);
  });

  test("have short placeholders, wherever these are cut, and as they arrived when they stay cut", () => {
    const [start, end] = [`Ask <EMAIL_${"27".repeat(9)}`, `${"27".repeat(9)}_1>.`];
    expect(stepsOf(delta(start, 1))).toMatchObject([{ text: "Ask " }]);
    expect(stepsOf(delta(start, 1), delta(end, 1))).toMatchObject([{ text: "Ask <EMAIL_1>." }]);
    expect(stepsOf(delta(start, 1), ["run.completed"])).toMatchObject([{ text: start }, {}]);
    const steps = stepsOf(delta(start, 1), delta("x", 2), delta(end, 1));
    expect(steps).toMatchObject([{ text: "Ask <EMAIL_1>." }, { text: "x" }]);
  });
});

test("a cancel says why only if the process of the run had to be ended", () => {
  const canceled = (error: object) => stepsOf(["run.canceled", { error }]);
  const message = "Its process was ended.";
  expect(canceled({ type: "ProcessEnded", message })).toMatchObject([{ kind: "canceled", reason: message }]);
  expect(canceled({ type: "CanceledException", message: "No" })).toMatchObject([{ reason: undefined }]);
});

test("the run's own events and unknown ones are steps, with any data", () => {
  const steps = stepsOf(
    ["run.started", { id: "run" }],
    ["run.paused", { checkpoint_id: "ckpt_1", resume_at: "2026-06-10T09:30:00Z" }],
    ["run.resumed", null],
    ["vendor.score.v2", { score: 1 }],
    ["vendor.plain", "text"],
    ["agent.tool_call.retrying", { id: "c" }],
    ["run.completed"],
  );
  expect(steps).toMatchObject([
    { kind: "started" },
    { kind: "paused", checkpoint: "ckpt_1", resumeAt: Date.UTC(2026, 5, 10, 9, 30) },
    { kind: "resumed" },
    { kind: "other", type: "vendor.score.v2", data: { score: 1 } },
    { kind: "other", type: "vendor.plain", data: "text" },
    { kind: "other", type: "agent.tool_call.retrying" },
    { kind: "completed" },
  ]);
});

describe("changes", () => {
  test("one for each step, and for text only the addition", () => {
    const runStory = new RunStory();
    const all = events(delta("a", 1), delta("b", 1), delta("c", 1), delta("d", 1), [
      "agent.tool_call.started",
      { id: "c", iteration: 1 },
    ]);
    expect(runStory.apply(all.slice(0, 2))).toMatchObject([{ kind: "upsert", step: { id: "1", text: "ab" } }]);
    expect(runStory.apply(all.slice(2, 4))).toEqual([{ kind: "append", id: "1", text: "cd" }]);
    expect(runStory.apply(all.slice(4))).toMatchObject([
      { kind: "upsert", step: { id: "1", text: "abcd", growing: false } },
      { kind: "upsert", step: { id: "5", kind: "tool" } },
    ]);
    expect(runStory.apply([])).toEqual([]);
  });

  test("replayed over the steps of any batching, they give the same story", () => {
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
          if (change.kind === "upsert") drawn.set(change.step.id, change.step);
          else {
            const step = drawn.get(change.id);
            if (!step || !("growing" in step)) throw new Error("Only a text grows.");
            drawn.set(change.id, { ...step, text: step.text + change.text });
          }
        }
      }
      expect([...drawn.values()]).toEqual(whole.steps);
    }
  });
});

describe("a failure whose event gives no reason", () => {
  const error = { code: "node_failed", message: "401 from the CRM" };

  test("has the one of the run's own record, whichever comes first", () => {
    const story = new RunStory();
    story.apply(events(["run.started", {}], ["run.failed", { error: { code: null, message: "" } }]));
    expect(story.takeError(null)).toEqual([]);
    expect(story.steps.at(-1)).toMatchObject({ kind: "failed", error: { message: "" } });
    expect(story.takeError(error)).toMatchObject([{ kind: "upsert", step: { kind: "failed", error } }]);
    expect(story.takeError(error)).toEqual([]);
    const known = new RunStory();
    known.takeError(error);
    expect(known.apply(events(["run.failed", null]))).toMatchObject([{ step: { kind: "failed", error } }]);
  });

  test("keeps a reason that the event gives", () => {
    const own = new RunStory();
    own.apply(events(["run.failed", { error: "The worker was stopped." }]));
    expect(own.takeError(error)).toEqual([]);
    expect(own.steps).toMatchObject([{ error: "The worker was stopped." }]);
  });
});

test("what a deployed app wouldn't send is marked, also when it goes on", () => {
  const piece = (text: string, extra?: true) => ({
    run_id: "r",
    wf_run_id: "w",
    entity_id: "a",
    source: { id: "a", name: "Agent", group: "agents" },
    data: { choices: [{ delta: { step: text === "done" ? "answer" : "reasoning", content: { thought: text } } }] },
    extra,
  });
  const steps = stepsOf(
    ["run.data", piece("I ", true)],
    ["run.data", piece("look", true)],
    ["run.data", piece("done")],
    ["run.completed"],
  );
  expect(steps.map(({ kind, extra }) => [kind, extra])).toEqual([
    ["reasoning", true],
    ["text", undefined],
    ["completed", undefined],
  ]);
});
