import { win32 } from "node:path";
import { expect, test } from "vitest";
import { isWithin } from "#runFiles/paths.ts";

test.each([
  ["C:\\project\\runs\\a.json", "C:\\project", true],
  ["c:\\PROJECT\\a.json", "C:\\project", true],
  ["C:/project/..a.json", "C:\\project", true],
  ["C:\\projects\\a.json", "C:\\project", false],
  ["C:\\project\\..\\a.json", "C:\\project", false],
  ["D:\\project\\a.json", "C:\\project", false],
  ["\\\\server\\project\\a.json", "C:\\project", false],
  ["\\\\server\\project\\a.json", "\\\\server\\project", true],
  ["\\\\other\\project\\a.json", "\\\\server\\project", false],
])("on Windows, whether %s is within %s: %s", (path, folder, expected) => {
  expect(isWithin(path, folder, win32)).toBe(expected);
});
