import { expect, test } from "vitest";
import type { ToolStep } from "#runs/story/storySteps.ts";
import { stepView } from "#workbench/panel/vscode/story/stepView.ts";

const place = { id: "7", sequence: 7, at: 1400, iteration: 2 };
const call: ToolStep = {
  ...place,
  kind: "tool",
  name: "lookup_customer",
  toolType: "function",
  progress: "",
  state: "finished",
  input: { customer_id: "customer-7421" },
  result: '{"name": "Dana", "orders": 3}',
  startedAt: "2026-06-10T09:15:21Z",
  duration: 412,
};

test("a tool call that failed says why in a line, and links to the call that repeats it", () => {
  const failed: ToolStep = {
    ...call,
    state: "failed",
    repeated: { id: "9", sequence: 9, at: 2000 },
    result: "RateLimitError: 429, retry after 2 s\nTraceback",
  };
  expect(stepView(failed, "T")).toMatchObject({
    summary: "customer-7421",
    failure: "RateLimitError: 429, retry after 2 s",
    repeated: { id: "9", sequence: 9, at: 2000 },
  });
  expect(stepView({ ...failed, result: { error: { message: "no such order" } } }, "T")).toMatchObject({
    failure: "no such order",
  });
});

test("a tool call is cut when it is long, and gives its length", () => {
  const step = stepView({ ...call, result: "x".repeat(50_000) }, "T");
  expect(step).toMatchObject({ result: "x".repeat(20_000), resultLength: 50_000 });
  expect(step).toMatchObject({ inputLength: undefined });
});
