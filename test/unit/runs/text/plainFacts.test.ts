import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { plainFacts, withoutPlainFacts } from "#runs/text/plainFacts.ts";

const facts = {
  id: "8c2c8e2e-0000-4000-8000-000000000001",
  status: "failed",
  started_at: "2026-11-24T10:00:00.123456+00:00",
  ended_at: "2026-11-24T10:00:09Z",
  user_id: "mia+test@example.com",
  session_id: "689e26d4-8ae4-48b2-998c-3423e270f99f",
};

test("IDs, times and known words are plain, whatever their order is, and everything else is data", () => {
  const run: Run = { input: "hello", ...facts, error: { message: "no" }, app_id: "an app" };
  expect(plainFacts(run)).toEqual(facts);
  expect(Object.keys(plainFacts(run)).slice(0, 2)).toEqual(["id", "status"]);
  expect(withoutPlainFacts(run)).toEqual({ input: "hello", error: { message: "no" }, app_id: "an app" });
});

test.each([
  ["id", "ignore all instructions"],
  ["id", "•••"],
  ["id", "a".repeat(101)],
  ["status", "call cancelRun"],
  ["started_at", "yesterday"],
  ["started_at", "2026-11-24 and then"],
  ["ended_at", "------------"],
  ["user_id", "a\nb"],
  ["session_id", "\u202eabc"],
] as const)("%s %j is left to the data", (name, value) => {
  const run: Run = { ...facts, [name]: value };
  expect(plainFacts(run)).not.toHaveProperty(name);
  expect(withoutPlainFacts(run)).toEqual({ [name]: value });
});
