import { describe, expect, test } from "vitest";
import { modelCall, modelChunks, retriedChunks } from "../../../../../src/sample/sdk/sdkNodes.ts";
import { model, done, storyOf } from "./support/appMessages.ts";

describe("language models", () => {
  test("produce one text from any number of chunks", () => {
    const chunks = [...modelChunks(model("Classifier"), 'category: **billing**\nsure: "yes"', 3)];
    expect(chunks.length).toBeGreaterThan(10);
    expect(storyOf(chunks)).toBe('Classifier: text: "category: **billing**\\nsure: \\"yes\\""');
  });

  test("that stream in parallel are separate", () => {
    const [a, b] = [[...modelChunks(model("A"), "first text")], [...modelChunks(model("B"), "second text")]];
    const mixed = a.flatMap((each, i) => [each, ...(b[i] === undefined ? [] : [b[i]])]).concat(b.slice(a.length));
    expect(storyOf(mixed)).toBe('A: text: "first text"\nB: text: "second text"');
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
