import { expect, test } from "vitest";
import { fileOfValue } from "#workbench/panel/vscode/fileOfValue.ts";
import { pdf, png } from "../../../../support/samples/fileSamples.ts";

const base64 = (bytes: Buffer): string => bytes.toString("base64");
const content = (value: unknown): string => Buffer.from(fileOfValue(value, "x").bytes).toString();

test("a file in base64 is saved in the format of its bytes, whatever its name", () => {
  const file = fileOfValue(`data:text/html;base64,${base64(pdf)}`, "invoice.html");
  expect(file).toMatchObject({ name: "invoice.html.pdf", extension: "pdf", kind: "PDF document" });
  expect(Buffer.from(file.bytes)).toEqual(pdf);
  expect(fileOfValue(base64(png(1, 1)), "Receipt.PNG").name).toBe("Receipt.PNG");
});

test("a text is saved unchanged, anything else as JSON", () => {
  expect(fileOfValue("Hello\n", "reply")).toMatchObject({ name: "reply.txt", kind: "Text" });
  expect(content("Hello\n")).toBe("Hello\n");
  expect(fileOfValue({ a: 1 }, "output")).toMatchObject({ name: "output.json", kind: "JSON" });
  expect(content({ a: 1 })).toBe('{\n  "a": 1\n}\n');
  expect(content(null)).toBe("null\n");
});

test.each([
  ["../../.bashrc", "_.._.bashrc.txt"],
  ["..\\evil\0name", "_evil_name.txt"],
  ["", "value.txt"],
  ["x".repeat(500), `${"x".repeat(60)}.txt`],
  [`${"x".repeat(58)}. \u0001`, `${"x".repeat(58)}.txt`],
])("the key %j leads to no other place", (key, name) => {
  expect(fileOfValue("text", key).name).toBe(name);
});
