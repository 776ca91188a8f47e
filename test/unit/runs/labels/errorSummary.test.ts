import { expect, test } from "vitest";
import { errorLine } from "#runs/labels/errorSummary.ts";

test.each([
  [{ code: "timeout", message: "No answer" }, "timeout: No answer"],
  [{ code: "timeout", message: "The timeout is too short" }, "timeout: The timeout is too short"],
  [{ type: "SyntaxError", message: "support.py:13: SyntaxError: '{' was never closed" }, undefined],
  [{ type: "KeyError", message: "KeyError: 'a'" }, undefined],
  [{ type: "AssertionError", message: "support.py:3: AssertionError" }, undefined],
  [{ type: "Error", message: "KeyError: 'a'" }, "Error: KeyError: 'a'"],
  [{ code: "timeout" }, "timeout"],
  [{ message: "No answer" }, "No answer"],
  ["No answer", "No answer"],
])("a line of %j says its code once", (error, line) => {
  expect(errorLine(error)).toBe(line ?? (error as { message: string }).message);
});
