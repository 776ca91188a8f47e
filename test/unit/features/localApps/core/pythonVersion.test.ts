import { expect, test } from "vitest";
import { unsupportedPython } from "#features/localApps/core/pythonVersion.ts";

test.each([
  ["2.7.18", true],
  ["3.9.6", true],
  ["3.10.0", false],
  ["3.13.0rc2", false],
  ["4.0.1", false],
  ["unknown", false],
])("Python %s is too old: %s", (python, isOld) => {
  expect(unsupportedPython({ interpreter: "/usr/bin/python3", python }) !== undefined).toBe(isOld);
});
