import { expect, test } from "vitest";
import { allowedValue, type SettingSchema } from "#host/settingValue.ts";

const number: SettingSchema = { type: "integer", default: 4, minimum: 1, maximum: 16 };
const word: SettingSchema = { type: "string", default: "all", enum: ["all", "none"] };
const text: SettingSchema = { type: "string", default: "" };
const flag: SettingSchema = { type: "boolean", default: true };

test.each([
  [number, 7, 7],
  [number, 3.4, 3],
  [number, 0, 1],
  [number, 100_000, 16],
  [number, Number.NaN, 4],
  [number, "7", 4],
  [word, "none", "none"],
  [word, "some", "all"],
  [word, null, "all"],
  [text, "/usr/bin/python3", "/usr/bin/python3"],
  [text, 3, ""],
  [flag, false, false],
  [flag, "false", true],
])("what a person writes counts where package.json allows it: %o, %o", (schema, written, counts) => {
  expect(allowedValue(schema, written)).toBe(counts);
});
