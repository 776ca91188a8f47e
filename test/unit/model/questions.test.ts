import { expect, test } from "vitest";
import { answersAsText, readQuestions, withoutQuestions } from "#model/questions.ts";

test("questions are read as the API sends them", () => {
  const tone = {
    id: "tone",
    header: "Tone",
    question: "What tone?",
    options: [{ label: "Warm", description: "Sorry first" }],
  };
  expect(readQuestions([{ ...tone, multi_select: false, allow_custom_answer: true }])).toEqual([
    { ...tone, several: false, custom: true },
  ]);
  expect(readQuestions([{ ...tone, multi_select: true, allow_custom_answer: false }])).toEqual([
    { ...tone, several: true, custom: false },
  ]);
});

test.each([undefined, null, "tone", {}, [null, 7, "tone", {}, { id: 7, question: "A number as id" }]])(
  "%j has no question",
  (value) => {
    expect(readQuestions(value)).toEqual([]);
  },
);

const asked = readQuestions([
  {
    header: "Scope",
    question: "Which charges?",
    options: [{ label: "First only", description: "$310" }, { label: "Both" }],
  },
  { question: "Which regions?", options: ["EU", "US"], multi_select: true, allow_custom_answer: false },
  { question: "Anything else?\nBe brief." },
]);
const rendered = [
  "1. [Scope] Which charges?",
  "   - First only - $310",
  "   - Both",
  "   - Other (free text)",
  "2. Which regions?",
  "   - EU",
  "   - US",
  "3. Anything else?",
  "Be brief.",
  "   - Other (free text)",
].join("\n");

test("answers have one line each, with choices and typed text", () => {
  const answers = [
    { question_id: "0", selected: ["Both"], custom_text: "and the fee\nof May" },
    { question_id: "1", selected: ["EU", "US"] },
    { question_id: "2", selected: [], custom_text: "No" },
  ];
  expect(answersAsText(asked, answers).split("\n")).toEqual([
    "Q: Which charges? -> A: Both, other: and the fee of May",
    "Q: Which regions? -> A: EU, US",
    "Q: Anything else? Be brief. -> A: other: No",
  ]);
});

test.each([
  ["an introduction", `Two things before I go on.\n\n${rendered}`, "Two things before I go on."],
  ["other white space", `Well:\r\n${rendered.replaceAll("\n", "  \r\n\r\n")}`, "Well:"],
])("a prompt loses the questions that it repeats after %s", (_what, prompt, rest) => {
  expect(withoutQuestions(prompt, asked)).toBe(rest);
});
