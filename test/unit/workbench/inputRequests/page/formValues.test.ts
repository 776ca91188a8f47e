import { describe, expect, test } from "vitest";
import { ExactNumber } from "#base/json/exactNumber.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import type { Question } from "#model/questions.ts";
import { editedParams, formProblem, readField } from "#workbench/inputRequests/page/formValues.ts";
import type { FormParam, InputRequestForm } from "#workbench/inputRequests/page/inputRequestViews.ts";

const amount: FormParam = { name: "amount", kind: "number", text: "620", editable: true };
const currency: FormParam = { name: "currency", kind: "string", text: "USD", editable: false };

function form(part: Partial<InputRequestForm> = {}): InputRequestForm {
  return {
    id: "r",
    kind: "approval",
    title: "Approval",
    prompt: "",
    params: [amount, currency],
    questions: [],
    json: "",
    ...part,
  };
}

test.each<[FormParam["kind"], string, unknown]>([
  ["number", " 480 ", 480],
  ["number", "-12.50", new ExactNumber("-12.50")],
  ["number", "+12345678901234567890", new ExactNumber("12345678901234567890")],
  ["string", " as it is ", " as it is "],
  ["boolean", "true", true],
  ["json", ' {"a": [1, null]} ', { a: [1, null] }],
])("the text of a field %s %j means %j", (kind, text, value) => expect(readField(kind, text)).toEqual({ value }));

test.each<[FormParam["kind"], string, RegExp]>([
  ["number", "", /Type a number/],
  ["number", "48o", /isn't a number/],
  ["number", "1,5", /isn't a number/],
  ["boolean", "yes", /Choose/],
  ["json", "[NaN]", /isn't JSON/],
])("the text of a field %s %j is wrong", (kind, text, problem) => {
  expect(readField(kind, text)).toEqual({ problem: expect.stringMatching(problem) });
});

test("the edits of a draft are the values that differ", () => {
  expect(editedParams(form(), { params: { amount: "480" } })).toEqual({ changed: { amount: 480 }, problems: {} });
  expect(editedParams(form(), { params: { amount: "620.0" } })).toEqual({ changed: {}, problems: {} });
  const exact: FormParam = { ...amount, text: "12345678901234567890" };
  expect(editedParams(form({ params: [exact] }), { params: { amount: "12345678901234567891" } }).changed).toEqual({
    amount: new ExactNumber("12345678901234567891"),
  });
  expect(editedParams(form({ params: [exact] }), { params: { amount: "12345678901234567890.0" } }).changed).toEqual({});
  const scores: FormParam = { name: "scores", kind: "json", text: "[\n  NaN,\n  1.0\n]", editable: true };
  expect(stringifyJson(editedParams(form({ params: [scores] }), { params: { scores: "[NaN, 1.0, 2]" } }).changed)).toBe(
    '{"scores":[NaN,1.0,2]}',
  );
  const list: FormParam = { name: "list", kind: "json", text: "[\n  1\n]", editable: true };
  expect(editedParams(form({ params: [list] }), { params: { list: "[1]" } }).changed).toEqual({});
  expect(editedParams(form({ params: [list] }), { params: { list: "[1, 2]" } }).changed).toEqual({ list: [1, 2] });
});

describe("a form", () => {
  const option = (label: string) => ({ label, description: "" });
  const tone: Question = {
    id: "tone",
    header: "Tone",
    question: "Which?",
    options: [option("Warm")],
    several: false,
    custom: true,
  };
  const extras: Question = { ...tone, id: "extras", header: "", question: "What else?", several: true };
  const asks = form({ kind: "feedback", params: [], questions: [tone, extras] });

  test("can be approved when its fields are valid, and rejected at any time", () => {
    expect(formProblem(form(), {}, "approve")).toBeUndefined();
    expect(formProblem(form(), { params: { amount: "x" } }, "approve")).toBe("Correct amount first.");
    expect(formProblem(form(), { params: { amount: "x" } }, "reject")).toBeUndefined();
  });

  test("is answered with text, or a choice for each question", () => {
    expect(formProblem(form({ kind: "feedback" }), { feedback: " " }, "answer")).toBe("Write an answer first.");
    expect(formProblem(form({ kind: "feedback" }), { feedback: "Yes" }, "answer")).toBeUndefined();
    expect(formProblem(asks, {}, "answer")).toBe("Choose an answer: Tone");
    const one = { tone: { selected: ["Warm"], custom: "" } };
    expect(formProblem(asks, { answers: one }, "answer")).toBe("Choose an answer: What else?");
    expect(
      formProblem(asks, { answers: { ...one, extras: { selected: [], custom: "A car" } } }, "answer"),
    ).toBeUndefined();
    expect(formProblem(asks, { feedback: "Do as you like" }, "answer")).toBeUndefined();
  });
});
