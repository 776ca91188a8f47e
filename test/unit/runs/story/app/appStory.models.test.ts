import { describe, expect, test } from "vitest";
import { RunStory } from "../../../../../src/runs/story/runStory.ts";
import { modelCall, modelChunks, retriedChunks } from "../../../../../src/sample/sdk/sdkNodes.ts";
import { model, done, storyOf } from "./support/appMessages.ts";

describe("language models", () => {
  test("produce one text from any number of chunks", () => {
    const chunks = [...modelChunks(model("Classifier"), 'category: **billing**\nsure: "yes"', { most: 3 })];
    expect(chunks.length).toBeGreaterThan(10);
    expect(storyOf(chunks)).toBe('Classifier: text: "category: **billing**\\nsure: \\"yes\\""');
  });

  test("that stream in parallel are separate", () => {
    const [a, b] = [[...modelChunks(model("A"), "first text")], [...modelChunks(model("B"), "second text")]];
    const mixed = a.flatMap((each, i) => [each, ...(b[i] === undefined ? [] : [b[i]])]).concat(b.slice(a.length));
    expect(storyOf(mixed)).toBe('A: text: "first text"\nB: text: "second text"');
  });

  test("have the tokens of all calls of their node, also from a chunk without choices", () => {
    const usage = (prompt: number, completion: number) => ({
      ...{ prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
    });
    const of = (node: string, chunk: object) => ({
      ...{ run_id: `run-${node}`, wf_run_id: "wf", entity_id: node, event: "streaming" },
      ...{ source: { id: node, name: node, group: "llms" }, data: { object: "chat.completion.chunk", ...chunk } },
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
    const tokens = story.steps.map((step) => (step.kind === "text" ? [step.text, step.usage?.total] : [step.kind]));
    expect(tokens).toEqual([["Half", 17], ["Two", 1_024], ["One", 28], ["Three", undefined], ["other"]]);
    expect(story.usage).toEqual({ prompt: 1_018, completion: 34, total: 1_052 });
  });

  test("start anew when they are called again", () => {
    expect(storyOf(retriedChunks(model("A"), "category: bi", "category: billing"))).toBe(
      'A: text: "category: billing"',
    );
  });

  test("write calls that they do not run", () => {
    const end = done({ "node-Router": null });
    expect(storyOf(modelCall(model("Router"), "route", { queue: "billing" }), end)).toBe(
      'Router: route unfinished: "{\\"queue\\":\\"billing\\"}" → - → -\nworkflow completed: Router success',
    );
  });
});
