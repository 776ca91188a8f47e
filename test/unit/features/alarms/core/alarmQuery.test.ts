import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { canOccur, queryProblem, queryTest } from "#features/alarms/core/alarmQuery.ts";
import { occasionOf } from "#features/alarms/core/alarmRule.ts";

const now = Date.parse("2026-12-01T10:00:00Z");
const run: Run = {
  id: "a",
  status: "failed",
  user_id: "anna",
  session_id: "3d3e8a1f",
  input: { amount: 1480, city: "Łódź" },
  started_at: "2026-12-01T09:00:00Z",
  ended_at: "2026-12-01T09:00:30Z",
  error: { type: "GatewayTimeout", message: "No answer" },
};

test.each([
  ["user:anna status:failed", true],
  ["user:ann*", true],
  ["-user:anna", false],
  ["session:3d3e8a1f", true],
  ["error:timeout", true],
  ["error:access", false],
  ["since:2h duration:>10s", true],
  ["since:30min", false],
  ["input.amount:>1000", true],
  ["-input.amount:>1000", false],
  ["input.amount:..1000", false],
  ["user:anna input.city:=Łódź", true],
  ["output.amount:1480", false],
])("%s finds a run as the search does: %s", (query, isFound) => {
  expect(queryProblem(query)).toBeUndefined();
  expect(queryTest(query, now)(run)).toBe(isFound);
});

test.each([
  ["refund", "which can't be filtered by “refund”. Use status:, user:"],
  ["user:anna tool:send_mail", "which can't be filtered by “tool:send_mail”."],
  ["from:test", "which can't be filtered by “from:test”."],
  ["usr:anna", "Did you mean user:?"],
  ["duration:long", "isn't a duration."],
])("%s is refused, with what to write instead", (query, said) => {
  expect(queryProblem(query)).toContain(said);
});

test.each([
  ["failed", "status:completed", false],
  ["new-cause", "-status:failed", false],
  ["waiting:1m", "status:failed", false],
  ["waiting:1m", "status:waiting user:anna", true],
  ["failed", "status:failed,canceled", true],
  ["duration:1m", "status:completed", true],
  ["failed", "user:anna", true],
  ["failed", undefined, true],
])("%s in %s can come about: %s", (occasion, query, can) => {
  expect(canOccur(occasionOf(occasion)!, query)).toBe(can);
});
