import { expect, test } from "vitest";
import type { InputRequest } from "#api/schemas.ts";
import { bodyText, keptDraft, preparedAnswer, sentValues } from "#features/waitingQueue/vscode/review.ts";
import { Cover } from "#runs/values/cover.ts";

const request = {
  id: "approve",
  type: "approval_request",
  prompt: "Refund?",
  params: { amount: 620, currency: "USD" },
  editable_params: ["amount"],
} as InputRequest;
const cover = new Cover(["dynamiq_acc_secret_0123456789"]).keysAlone;

function reviewed(
  ...[draft, decision, reason]: Parameters<typeof preparedAnswer> extends [unknown, ...infer Rest] ? Rest : never
) {
  const made = preparedAnswer(request, draft, decision, reason);
  if ("problem" in made) return made.problem;
  return { sent: sentValues(request, made.answer, cover), body: JSON.parse(bodyText(made.answer, cover)) as unknown };
}

test("an approval shows its decision and its reason, and its body is what is sent", () => {
  expect(reviewed({}, "approve", " Checked. ")).toEqual({
    sent: [
      { name: "approved", text: "true" },
      { name: "feedback", text: "Checked." },
    ],
    body: {
      type: "approval",
      data: { request_id: "approve", approved: true, is_approved: true, feedback: "Checked." },
    },
  });
});

test("an edited value stands beside what the run proposed", () => {
  expect(reviewed({ params: { amount: "480" } }, "approve", "")).toMatchObject({
    sent: [
      { name: "approved", text: "true" },
      { name: "amount", text: "480", was: "620" },
    ],
    body: { data: { approved: true, params: { amount: 480 }, data: { amount: 480 } } },
  });
});

test("a rejection has no values", () => {
  expect(reviewed({ params: { amount: "480" } }, "reject", "Not ours.")).toMatchObject({
    sent: [
      { name: "approved", text: "false" },
      { name: "feedback", text: "Not ours." },
    ],
  });
});

test("a draft that isn't valid stops the review, and a text can't be sent with it", () => {
  expect(reviewed({ params: { amount: "much" } }, "approve", "")).toBe("Correct amount first.");
  const question = { id: "q", type: "human_feedback_request", prompt: "Which?" } as InputRequest;
  expect(preparedAnswer(question, {}, "approve", "")).toHaveProperty("problem");
});

test("a person sees each character of a text, and no key", () => {
  const hostile = reviewed({}, "approve", "pay\u202eyap dynamiq_acc_secret_0123456789");
  expect(hostile).toMatchObject({ sent: [{}, { text: expect.stringContaining("\\u202e") as string }] });
  expect(JSON.stringify(hostile)).not.toContain("secret_0123456789");
});

test("the draft that stays has the reason and the decision", () => {
  expect(keptDraft({ params: { amount: "480" } }, "reject", " No. ")).toEqual({
    params: { amount: "480" },
    reason: "No.",
    rejecting: true,
  });
});
