import { expect, test } from "vitest";
import { failureReason } from "#runs/labels/failureReason.ts";

test.each<[unknown, string]>([
  [{ code: "bad_request", message: "The context is too long. Shorten it." }, "The context is too long"],
  [{ message: 'Node "llm" failed: openai.BadRequestError: Too many tokens' }, "Too many tokens"],
  [{ message: "ValueError: row 7 is empty\nTraceback follows" }, "row 7 is empty"],
  [{ message: "Took 30.5 s, e.g. twice as long. Retry" }, "Took 30.5 s, e.g. twice as long"],
  [
    { type: "Failure", message: "Flow failed", failed_nodes: [{ name: "crm", error_message: "401 from the CRM" }] },
    "401 from the CRM",
  ],
  [undefined, "no reason given"],
])("the reason of %j is %s", (error, reason) => expect(failureReason(error)).toBe(reason));
