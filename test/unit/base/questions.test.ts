import { expect, test } from "vitest";
import { readQuestions } from "../../../src/base/questions.ts";

test("questions are read as the API sends them", () => {
  const tone = { id: "tone", header: "Tone", question: "What tone?", options: [{ label: "Warm", description: "Sorry first" }] };
  expect(readQuestions([{ ...tone, multi_select: false, allow_custom_answer: true }])).toEqual([
    { ...tone, several: false, custom: true },
  ]);
  expect(readQuestions([{ ...tone, multi_select: true, allow_custom_answer: false }])).toEqual([
    { ...tone, several: true, custom: false },
  ]);
});

test("each part of a question may be missing but for its id", () => {
  expect(readQuestions([{ id: "a" }, { id: "b", header: "Tone", options: ["Warm", 7, {}, { label: "Formal" }] }])).toEqual([
    { id: "a", header: "", question: "a", options: [], several: false, custom: true },
    {
      id: "b",
      header: "Tone",
      question: "Tone",
      options: [
        { label: "Warm", description: "" },
        { label: "Formal", description: "" },
      ],
      several: false,
      custom: false,
    },
  ]);
});

test.each([undefined, null, "tone", {}, [null, 7, "tone", { question: "No id" }]])("%j has no question", (value) => {
  expect(readQuestions(value)).toEqual([]);
});
