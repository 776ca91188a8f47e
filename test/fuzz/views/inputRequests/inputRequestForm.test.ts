import fc from "fast-check";
import { expect, test } from "vitest";
import type { InputRequest } from "../../../../src/api/schemas.ts";
import { isNumber } from "../../../../src/base/json/exactNumber.ts";
import { editedParams, formProblem, readField } from "../../../../src/protocol/formValues.ts";
import { answerDocument, answerOf } from "../../../../src/runs/inputRequests/answerMarkdown.ts";
import { paramWords, inputRequestTitle } from "../../../../src/runs/inputRequests/answerWords.ts";
import { inputRequestForm } from "../../../../src/views/inputRequests/inputRequestForm.ts";
import { cases } from "../../../support/cases.ts";
import { draft, inputRequest, json, nearly } from "../../arbitraries.ts";

const question = fc.record(
  {
    id: fc.string(),
    header: fc.string(),
    question: fc.string(),
    options: fc.array(fc.record({ label: fc.string(), description: fc.string() }), { maxLength: 2 }),
    multi_select: fc.boolean(),
    allow_custom_answer: fc.boolean(),
  },
  { requiredKeys: ["id"] },
);
const asked = fc
  .record({ request: inputRequest, questions: fc.oneof(nearly(fc.array(question, { maxLength: 2 })), json) })
  .map(({ request, questions }) => ({ ...request, questions }));
const decision = fc.constantFrom("approve", "reject", "answer");

test("every input request has a form, and any draft is sent or refused with a reason", () => {
  fc.assert(
    fc.property(asked, draft, decision, (value, typed, decision) => {
      const request = value as InputRequest;
      const form = inputRequestForm(request);
      expect(form.id).toBe(request.id);
      const problem = formProblem(form, typed, decision);
      if (problem !== undefined) expect(problem).not.toBe("");
      const { changed } = editedParams(form, typed);
      // No value changes that may not, and none that the input request doesn't have.
      const editable = form.params.filter((param) => param.editable).map(({ name }) => name);
      expect(editable).toEqual(expect.arrayContaining(Object.keys(changed)));
      expect(inputRequestTitle(request)).not.toMatch(/[\r\n]/);
      expect(typeof paramWords(request.params)).toBe("string");
    }),
    cases(),
  );
});

test("a field's text is a value of its kind, or is refused with a reason", () => {
  const text = fc.oneof(
    fc.string(),
    json.map((value) => JSON.stringify(value)),
    fc.constantFrom("", " ", "1e999", "0x10", "-", "NaN", "[".repeat(20_000), "true "),
  );
  const kinds = ["string", "number", "boolean", "json"] as const;
  fc.assert(
    fc.property(fc.constantFrom(...kinds), text, (kind, text) => {
      const read = readField(kind, text);
      if ("problem" in read) expect(read.problem).not.toBe("");
      else if (kind === "number")
        expect(isNumber(read.value) && Number(JSON.stringify(read.value))).toEqual(expect.any(Number));
      else if (kind !== "json") expect(typeof read.value).toBe(kind);
    }),
    cases(),
  );
});

test("the answer in a document is the text that was written, whatever the prompt above it", () => {
  const text = fc.oneof(fc.string(), fc.constantFrom("-->", "<!-- Dynamiq Runs: ", "--\u2060>", "\n\n", "a\r\nb"));
  fc.assert(
    fc.property(text, text, text, text, (connectionName, runTitle, prompt, answer) => {
      fc.pre(!answer.startsWith("\n") && !answer.startsWith("\r"));
      expect(answerOf(answerDocument({ connectionName, runTitle, prompt }, answer))).toBe(answer);
    }),
    cases(),
  );
});
