import { expect, test } from "vitest";
import { jsonView } from "#workbench/panel/vscode/json/jsonView.ts";

test("a large value is left out until it is asked for", () => {
  const value = { text: "x".repeat(3 * 1024 * 1024) };
  const bytes = JSON.stringify(value).length;
  expect(jsonView(value)).toEqual({ kind: "tooLarge", bytes });
  expect(jsonView(value, true)).toEqual({ kind: "value", value, bytes });
});

const file = (name: string) => ({
  content: Buffer.from(`bytes of ${name}`).toString("base64"),
  size: 9 + name.length,
  name,
});
const fileNames = (view: ReturnType<typeof jsonView>) =>
  view.kind === "value"
    ? [
        ...(view.files ?? []).map((each) => [each.path, each.file.name]),
        ...(view.texts ?? []).map(({ path, files }) => [path, ...files.map(({ ref }) => ref)]),
      ]
    : view.kind;

test("files in the JSON of a text belong to the text, those in the value have a place of their own", () => {
  const text = JSON.stringify({ plot: file("a.png"), rows: [JSON.stringify(file("b.csv"))] });
  const value = { chart: file("c.png"), results: [{ text }, { text }], more: 1 };
  const inside = (index: number) =>
    [["plot"], ["rows", 0]].map((rest) => ({ in: "input", path: ["results", index, "text", ...rest] }));
  expect(fileNames(jsonView(value, false, "input"))).toEqual([
    [["chart"], "c.png"],
    [["results", 0, "text"], ...inside(0)],
    [["results", 1, "text"], ...inside(1)],
  ]);
  expect(fileNames(jsonView(text))).toEqual([
    [[], { in: "output", path: ["plot"] }, { in: "output", path: ["rows", 0] }],
  ]);
});
