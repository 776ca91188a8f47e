import { onTestFinished } from "vitest";
import { reportUnexpectedErrors } from "#base/unexpectedError.ts";

/** The unexpected errors until this test has ended. Without this they fail the test. */
export function collectUnexpectedErrors(): unknown[] {
  const errors: unknown[] = [];
  reportUnexpectedErrors((error) => errors.push(error));
  onTestFinished(() => reportUnexpectedErrors());
  return errors;
}
