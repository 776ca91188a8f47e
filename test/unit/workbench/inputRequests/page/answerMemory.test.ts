import { describe, expect, test } from "vitest";
import type { Question } from "#model/questions.ts";
import {
  memoryOf,
  type AnswerMemory,
  withCustom,
  withOption,
  withParam,
} from "#workbench/inputRequests/page/answerMemory.ts";
import type { InputRequestView } from "#workbench/inputRequests/page/inputRequestViews.ts";

const form = { id: "r", kind: "feedback", title: "Feedback", prompt: "", params: [], questions: [], json: "" } as const;
const view = (part: Partial<InputRequestView>): InputRequestView => ({
  form,
  progress: { kind: "open" },
  draft: {},
  draftVersion: 1,
  ...part,
});

test("the panel's own draft stays, until somebody else changes it", () => {
  const requests = new Map<string, AnswerMemory>();
  const memory = memoryOf(requests, view({ draft: { feedback: "from before" } }));
  expect(memory.draft).toEqual({ feedback: "from before" });
  Object.assign(memory, { draft: { feedback: "typed here" }, open: true });
  expect(memoryOf(requests, view({ draft: { feedback: "heard late" } })).draft).toEqual({ feedback: "typed here" });
  const next = memoryOf(requests, view({ draft: { feedback: "from an editor" }, draftVersion: 2 }));
  expect(next).toEqual({ draft: { feedback: "from an editor" }, version: 2, open: true });
});

test("a field with its original text is no edit", () => {
  const edited = withParam({ params: { note: "x" } }, "amount", "480", "620");
  expect(edited).toEqual({ params: { note: "x", amount: "480" } });
  expect(withParam(edited, "amount", "620", "620")).toEqual({ params: { note: "x" } });
});

describe("a question", () => {
  const one: Question = { id: "q", header: "", question: "", options: [], several: false, custom: true };
  const many = { ...one, several: true };

  test("takes one option, or several", () => {
    const first = withOption({}, one, "A", true);
    expect(withOption(first, one, "B", true).answers).toEqual({ q: { selected: ["B"], custom: "" } });
    expect(withOption(first, many, "B", true).answers).toEqual({ q: { selected: ["A", "B"], custom: "" } });
    expect(withOption(first, many, "A", false).answers).toEqual({ q: { selected: [], custom: "" } });
  });

  test("accepts own words in place of one option, and beside several", () => {
    const first = withOption({}, one, "A", true);
    expect(withCustom(first, one, "Mine").answers).toEqual({ q: { selected: [], custom: "Mine" } });
    expect(withCustom(first, many, "Mine").answers).toEqual({ q: { selected: ["A"], custom: "Mine" } });
  });
});
