import { win32 } from "node:path";
import { expect, test } from "vitest";
import { isWithin } from "../../../src/runFiles/realPlace.ts";

test.each([
  ["C:\\work\\runs\\a.json", "C:\\work", true],
  ["c:\\WORK\\a.json", "C:\\work", true],
  ["C:/work/..a.json", "C:\\work", true],
  ["C:\\workshop\\a.json", "C:\\work", false],
  ["C:\\work\\..\\a.json", "C:\\work", false],
  ["D:\\work\\a.json", "C:\\work", false],
  ["\\\\server\\work\\a.json", "C:\\work", false],
  ["\\\\server\\work\\a.json", "\\\\server\\work", true],
  ["\\\\other\\work\\a.json", "\\\\server\\work", false],
])("on Windows, whether %s is within %s: %s", (place, folder, expected) => {
  expect(isWithin(place, folder, win32)).toBe(expected);
});
