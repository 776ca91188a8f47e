import { expect, test } from "vitest";
import {
  requestLines,
  holdWords,
  lateWords,
  inputRequestTitle,
  sentWords,
} from "#workbench/inputRequests/core/answerWords.ts";

const request = {
  id: "q",
  type: "approval_request",
  prompt: "Issue a\n refund?",
  params: { amount: 620, currency: "USD", to: { id: 7 } },
};
const approval = { type: "approval", request_id: "q", approved: true } as const;
const edited = { ...approval, params: { amount: 480 } };
const rejection = { ...approval, approved: false };
const feedback = { type: "human_feedback", request_id: "q", feedback: "x" } as const;

test("the sent answer is described exactly: all approved values, edited ones in their new version, or the reason", () => {
  expect(sentWords(request, edited)).toBe('Approved: Issue a refund? (amount 480, currency USD, to {"id":7})');
  expect(sentWords(request, approval)).toContain("amount 620");
  expect(sentWords(request, { ...rejection, feedback: "Too much" })).toBe("Rejected: Issue a refund? (Too much)");
  expect(sentWords(request, feedback)).toBe("Answered: Issue a refund?");
  expect(holdWords(request, edited)).toBe('Approved · amount 480, currency USD, to {"id":7}');
  expect(holdWords(undefined, { ...rejection, feedback: "Too\nmuch" })).toBe("Rejected · Too much");
});

test("an input request is named by its prompt, otherwise by its type", () => {
  expect([inputRequestTitle(request), inputRequestTitle(request, 5)]).toEqual(["Issue a refund?", "Issu…"]);
  expect(inputRequestTitle({ id: "q", type: "new_type" })).toBe("new_type");
});

test("a late answer is told apart: who or what was first", () => {
  const at = new Date(2026, 10, 24, 9, 16).getTime();
  expect(lateWords({ kind: "answered", by: "elsewhere", at })).toBe("Somebody else already answered this at 09:16:00.");
  const elsewhere = (said: unknown) => lateWords({ kind: "answered", by: "elsewhere", at, said });
  expect(elsewhere({ approved: true })).toBe("Somebody else already approved this at 09:16:00.");
  expect(elsewhere({ is_approved: false, feedback: "No\nreceipt." })).toBe(
    "Somebody else already rejected this at 09:16:00: “No receipt.”",
  );
  expect(elsewhere({ feedback: "Warm" })).toBe("Somebody else already answered this at 09:16:00: “Warm”");
  expect(lateWords({ kind: "answered", by: "here" })).toBe("You already answered this.");
  expect(lateWords({ kind: "gone", why: "canceled", at })).toContain("canceled at 09:16:00");
});

test("an approval is reviewed in full: the prompt as it was sent, and each value, in lines that fit", () => {
  const note = Array.from({ length: 60 }, (_, index) => `word${index}`).join(" ");
  const whole = {
    ...request,
    prompt: "Issue **a**\r\n\u202erefund [here](https://a.example)?",
    params: { note, to: { id: 7 } },
  };
  const { prompt, values } = requestLines(whole, 76);
  expect(prompt).toEqual(["Issue **a**", "refund [here](https://a.example)?"]);
  expect([...prompt, ...values].every((line) => line.length <= 76)).toBe(true);
  expect(values.join(" ")).toContain(note);
  expect(values.slice(-3)).toEqual(["to: {", '\u00a0\u00a0"id": 7', "}"]);
  expect(requestLines({ id: "q" }, 76)).toEqual({ prompt: ["Input request without a prompt"], values: [] });
  expect(requestLines({ ...request, params: ["a"] as never }, 76).values.join("")).toContain('"a"');
  const unbroken = "x".repeat(200);
  expect(requestLines({ ...request, params: { key: unbroken } }, 76).values.join("")).toContain(unbroken);
});
