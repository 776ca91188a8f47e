import fc from "fast-check";
import { expect, test } from "vitest";
import type { InputRequest } from "../../../../../src/api/schemas.ts";
import { paramWords, inputRequestTitle } from "../../../../../src/features/inputRequests/core/answerWords.ts";
import { editedParams, formProblem } from "../../../../../src/features/inputRequests/page/formValues.ts";
import { inputRequestForm } from "../../../../../src/features/inputRequests/vscode/inputRequestForm.ts";
import { cases } from "../../../../support/cases.ts";
import { draft, inputRequest, json, nearly } from "../../../arbitraries.ts";

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
