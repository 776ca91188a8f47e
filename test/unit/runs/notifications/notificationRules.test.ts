import { expect, test } from "vitest";
import { notifiesOfEnd, notifiesOfInputRequest } from "../../../../src/runs/notifications/notificationRules.ts";

test.each([
  ["all", true, true],
  ["mine", true, false],
  ["none", false, false],
] as const)(
  "with %s, input requests of own runs are shown: %s, of others: %s; of a run in view none",
  (which, mine, others) => {
    expect(notifiesOfInputRequest(which, { isMine: true, isInSight: false })).toBe(mine);
    expect(notifiesOfInputRequest(which, { isMine: false, isInSight: false })).toBe(others);
    expect(notifiesOfInputRequest(which, { isMine: true, isInSight: true })).toBe(false);
  },
);

test.each([
  ["none", []],
  ["failed", ["failed"]],
  ["all", ["completed", "failed", "canceled"]],
] as const)("with %s, these ends are shown: %j; of a run in view none", (which, told) => {
  const statuses = ["completed", "failed", "canceled"];
  expect(statuses.filter((status) => notifiesOfEnd(which, status, false))).toEqual(told);
  expect(statuses.filter((status) => notifiesOfEnd(which, status, true))).toEqual([]);
});
