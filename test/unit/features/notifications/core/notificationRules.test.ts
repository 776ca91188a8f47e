import { expect, test } from "vitest";
import { notifiesOfEnd, notifiesOfInputRequest } from "#features/notifications/core/notificationRules.ts";

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
  ["none", [], []],
  ["background", [], ["completed", "failed", "canceled"]],
  ["failed", ["failed"], ["failed"]],
  ["all", ["completed", "failed", "canceled"], ["completed", "failed", "canceled"]],
] as const)(
  "with %s, these ends are shown: %j; of runs without a panel %j; of a run in view none",
  (which, told, quiet) => {
    const statuses = ["completed", "failed", "canceled"];
    const shown = (isInSight: boolean, isInBackground: boolean): string[] =>
      statuses.filter((status) => notifiesOfEnd(which, status, { isInSight, isInBackground }));
    expect(shown(false, false)).toEqual(told);
    expect(shown(false, true)).toEqual(quiet);
    expect([...shown(true, false), ...shown(true, true)]).toEqual([]);
  },
);
