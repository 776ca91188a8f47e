import { expect, test } from "vitest";
import { OpenNotifications } from "../../../../../src/features/notifications/vscode/openNotifications.ts";

test("a notification has moved once another one that was open with it has closed", () => {
  const notifications = new OpenNotifications();
  const [first, second] = [notifications.open(), notifications.open()];
  notifications.close(first);
  const third = notifications.open();
  expect([first, second, third].map(({ hasMoved }) => hasMoved)).toEqual([false, true, false]);
});
