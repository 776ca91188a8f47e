import { expect, test } from "vitest";
import { rowPrompt } from "../../../../src/runs/inputRequests/rowPrompt.ts";

test.each([
  ["approval_request", "Approve issuing a $620 refund to customer-7421?", "Issuing a $620 refund to customer-7421?"],
  ["approval_request", "Please approve the plan", "The plan"],
  ["approval_request", "Do you approve this?", "Do you approve this?"],
  ["approval_request", "Approve?", "Approve?"],
  ["approval_request", "Approved by whom?", "Approved by whom?"],
  ["human_feedback", "Approve or reject in your own words", "Approve or reject in your own words"],
  ["approval_request", undefined, ""],
])("the %s “%s” reads in a row as “%s”", (type, prompt, text) =>
  expect(rowPrompt({ id: "q", type, prompt })).toBe(text),
);
