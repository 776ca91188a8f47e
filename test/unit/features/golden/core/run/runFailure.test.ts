import { expect, test } from "vitest";
import { ApiError } from "#api/errors.ts";
import { runFailure } from "#features/golden/core/run/runFailure.ts";

test("a refused key is named with what to do, whatever the app says about it", () => {
  const refused = new ApiError({ kind: "auth", message: "Unauthorized", status: 401, code: "unauthorized" });
  const sentence = "The access key was rejected: Unauthorized. Replace the access key, and run the test again.";
  expect(runFailure(refused)).toEqual({ kind: "unreachable", sentence });
  const invalid = new ApiError({ kind: "invalid", message: "input: cannot be blank", status: 400 });
  expect(runFailure(invalid)).toEqual({ kind: "refused", sentence: "input: cannot be blank." });
});
