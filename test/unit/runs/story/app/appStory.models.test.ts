import { describe, expect, test } from "vitest";
import { RunStory } from "../../../../../src/runs/story/runStory.ts";
import { modelChunks } from "../../../../../src/sample/sdk/sdkNodes.ts";
import { model, storyOf } from "./support/appMessages.ts";

describe("language models", () => {
  test("produce one text from any number of chunks", () => {
    const chunks = [...modelChunks(model("Classifier"), 'category: **billing**\nsure: "yes"', { most: 3 })];
    expect(chunks.length).toBeGreaterThan(10);
    expect(storyOf(chunks)).toBe('Classifier: text: "category: **billing**\\nsure: \\"yes\\""');
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
});
