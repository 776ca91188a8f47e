import { expect, test } from "vitest";
import { ApiError, isApiError } from "../../../src/api/errors.ts";
import { type OpenLookUp, UnknownCreateError } from "../../../src/runs/unknownCreate.ts";
import { aRun, failure } from "./fakeApi.ts";

const sent = { contentHash: "a", sentAt: 0, knownIds: [] };
const broken = new ApiError({ kind: "timeout", message: "Nothing was heard.", code: "ETIMEDOUT" });

test.each<[OpenLookUp, string]>([
  [{ kind: "none" }, "Nothing was heard. It did not arrive, as far as the list of runs tells."],
  [
    { kind: "unsure", runs: [aRun("one", "started")] },
    "Nothing was heard. Whether it arrived cannot be told: 1 run in the list could be it.",
  ],
  [
    { kind: "unsure", runs: [aRun("one", "started"), aRun("two", "started")] },
    "Nothing was heard. Whether it arrived cannot be told: 2 runs in the list could be it.",
  ],
  [
    { kind: "unread", error: failure("auth") },
    "Nothing was heard. Whether it arrived is not known, since the list of runs cannot be read: A auth error.",
  ],
])("what the list shows is told: %#", (lookUp, message) => {
  const error = new UnknownCreateError(broken, sent, lookUp);
  expect(error).toMatchObject({ message, kind: "timeout", code: "ETIMEDOUT", outcomeUnknown: true, lookUp, sent, cause: broken });
  expect(isApiError(error)).toBe(true);
});
