import { expect, test } from "vitest";
import type { InputRequest } from "#api/schemas.ts";
import { askedText, formPrompt } from "#runs/labels/inputRequestText.ts";
import { isApproval, pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";

const pending = (request: Omit<InputRequest, "id">): InputRequest | undefined =>
  pendingInputRequests({ id: "run", status: "awaiting_input", input_requests: [{ id: "r", ...request }] })[0];

test("an approval with the SDK's names becomes one with the Runs API's", () => {
  const asked = { template: "\nRefund?\n", data: { amount: 620, to: "A" }, mutable_data_params: ["amount"] };
  const request = pending({ type: "approval", ...asked });
  const approval = { id: "r", type: "approval", prompt: "Refund?", params: asked.data, editable_params: ["amount"] };
  expect(request).toEqual(approval);
  expect(request && isApproval(request)).toBe(true);
  expect(pending(asked)).toMatchObject({ type: "approval_request" });
});

test("an input request with the Runs API's names is unchanged, and a notice is none", () => {
  const request = { type: "vote_request", prompt: "Which way?", data: { ways: 2 } };
  expect(pending(request)).toEqual({ id: "r", ...request });
  expect(pending({ prompt: "Done.", action: "info" })).toBeUndefined();
});

test("a pause waits for a person only with an input request", () => {
  const input_requests = [{ id: "r", prompt: "Well?" }];
  expect(pendingInputRequests({ id: "run", status: "paused", input_requests: [] })).toEqual([]);
  expect(pendingInputRequests({ id: "run", status: "paused" })).toEqual([]);
  expect(pendingInputRequests({ id: "run", status: "paused", input_requests })).toHaveLength(1);
  expect(pendingInputRequests({ id: "run", status: "canceled", input_requests })).toEqual([]);
});

test("an input request in one line is its prompt, or the first question if the prompt only repeats the questions", () => {
  const questions = [{ question: "Which tone?" }, { question: "What else?" }];
  const repeated = "1. Which tone?\n   - Other (free text)\n2. What else?\n   - Other (free text)";
  expect(askedText({ id: "r", prompt: repeated, questions })).toBe("Which tone?");
  expect(askedText({ id: "r", prompt: `Two things.\n${repeated}`, questions })).toBe("Two things.");
  expect(askedText({ id: "r" })).toBe("");
  expect(formPrompt({ id: "r", prompt: repeated, questions })).toBe("");
});
