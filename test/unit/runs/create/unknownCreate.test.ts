import { expect, test } from "vitest";
import { ApiError, isApiError } from "#api/errors.ts";
import { mayTryAgain, type OpenLookUp, UnknownCreateError } from "#runs/create/unknownCreate.ts";
import { aRun, failure } from "../../../support/fakeApi.ts";

const sent = { contentHash: "a", sentAt: 0, knownIds: [] };
const broken = new ApiError({ kind: "timeout", message: "The app didn't respond in time.", code: "ETIMEDOUT" });

test.each<[OpenLookUp, string]>([
  [{ kind: "none" }, "The app didn't respond in time. No matching run was found."],
  [
    { kind: "possible", runs: [aRun("one", "started")] },
    "The app didn't respond in time. 1 run may be from this request.",
  ],
  [
    { kind: "several", runs: [aRun("one", "started"), aRun("two", "started")] },
    "The app didn't respond in time. 2 runs match: one of them may be from this request.",
  ],
  [
    { kind: "unread", error: failure("auth") },
    "The app didn't respond in time. The list of runs can't be searched: A auth error. The request may or may not have arrived.",
  ],
])("the look-up's result is described: %#", (lookUp, message) => {
  const error = new UnknownCreateError(broken, sent, lookUp);
  expect(error).toMatchObject({ message, kind: "timeout", outcomeUnknown: true, lookUp, sent, cause: broken });
  expect(isApiError(error)).toBe(true);
});

test.each<[string, ApiError, boolean]>([
  ["429", new ApiError({ kind: "rate-limited", message: "m", status: 429, retryAfter: 5_000 }), true],
  ["500", new ApiError({ kind: "server", message: "m", status: 500, outcomeUnknown: true }), false],
  ["a limit of the plan", new ApiError({ kind: "plan-limit", message: "m", status: 429 }), false],
])("after %s, whether the same request may be sent again: %#", (_name, error, may) => {
  expect(mayTryAgain(error)).toBe(may);
});
