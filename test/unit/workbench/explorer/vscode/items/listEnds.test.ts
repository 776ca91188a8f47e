import { expect, test } from "vitest";
import { ApiError } from "#api/errors.ts";
import type { ApiErrorKind } from "#model/errorKinds.ts";
import { delayWords, failureFacts, failureLabel, loadedWords } from "#workbench/explorer/vscode/items/listEnds.ts";
import { aRun, failure } from "../../../../../support/fakeApi.ts";

const quarterPastNine = new Date(2026, 10, 24, 9, 15, 30).getTime();

test.each<[ApiErrorKind, string]>([
  ["network", "The app can't be reached"],
  ["timeout", "The app can't be reached"],
  ["tls", "The app can't be reached"],
  ["rate-limited", "The app's rate limit is reached"],
  ["auth", "The access key was rejected"],
  ["server", "More runs couldn't be loaded"],
  ["protocol", "More runs couldn't be loaded"],
  ["aborted", "More runs couldn't be loaded"],
])("a row that stands for a failure (%s) says of what: %s", (kind, label) => {
  expect(failureLabel(failure(kind), "More runs")).toBe(label);
});

test("beside it are the response's status and the time", () => {
  const refused = new ApiError({ kind: "server", message: "Internal error", status: 500 });
  expect(failureFacts(refused, quarterPastNine)).toBe("HTTP 500 · 09:15");
  expect(failureFacts(failure(), quarterPastNine)).toBe("09:15");
});

test("a list that is read says how much is there, and until when the app makes it wait", () => {
  const list = { runs: [aRun("a", "failed")], count: 3_000, isRead: true };
  expect(loadedWords(list)).toBe("1 of 3,000");
  expect(loadedWords({ ...list, isRead: false })).toBe("1 of 3,000+");
  const retry = { error: failure("rate-limited"), wait: 30_000, at: quarterPastNine };
  expect(loadedWords({ ...list, retry })).toBe("1 of 3,000 · rate limited, retrying at 09:15:30");
  expect(loadedWords({ ...list, retry: { error: failure(), wait: 300, at: quarterPastNine } })).toBe(
    "1 of 3,000 · can't be reached, retrying",
  );
});

test("a long wait says first until when it lasts", () => {
  const delay = { wait: 30_000, at: quarterPastNine };
  expect(delayWords({ ...delay, error: failure("rate-limited") }).label).toBe("Rate limited until 09:15:30");
  expect(delayWords({ ...delay, error: failure("server") })).toEqual({
    label: "Retrying at 09:15:30",
    description: "The runs couldn't be loaded",
  });
});
