import { expect, test } from "vitest";
import { connectionValueAt, pathAt, variableCompletion } from "#runFiles/completion.ts";

/** The cursor is where `|` stands. @returns what is replaced, and by what */
function complete(marked: string): [replaced: string, texts: string[]] | undefined {
  const offset = marked.indexOf("|");
  const text = marked.replace("|", "");
  const found = variableCompletion(text, offset, ["HOME", "USER"]);
  return found && [text.slice(found.start, found.end), found.choices.map((choice) => choice.text)];
}

const all = ["${env:}", "${workspaceFolder}", "${file:}", "${prompt:}", "${uuid}", "${newSession}", "${now}"];

test.each([
  ['{"a": "x $|"}', "$"],
  ['{"a": "${|}"}', "${}"],
  ['{"a": "${uu|"}', "${uu"],
  ['{"a": ["${now} ${e|}"]}', "${e}"],
  ['{"a": "${now} ${|', "${"],
])("%s", (marked, replaced) => expect(complete(marked)).toEqual([replaced, all]));

test.each([
  ['{"connection": "|"}', '""'],
  ['{"connection": "Supp|ort"}', '"Support"'],
])("the name of a connection: %s", (marked, replaced) => {
  const text = marked.replace("|", "");
  const found = connectionValueAt(text, marked.indexOf("|"));
  expect(found && text.slice(found.start, found.end)).toBe(replaced);
});

test.each([
  ['{"files": ["|"]}', "", ""],
  ['{"files": ["a.png", "rec|eipt"]}', "", "receipt"],
  ['{"files": ["../scans/ju|"]}', "../scans/", "ju"],
])("a file to attach: %s", (marked, folder, replaced) => {
  const text = marked.replace("|", "");
  const found = pathAt(text, marked.indexOf("|"));
  expect([found?.folder, text.slice(found?.start, found?.end)]).toEqual([folder, replaced]);
});

test.each([
  '{"files|": [""]}',
  '{"input": {"files": ["|"]}}',
  '{"files": ["${workspaceFolder}/|"]}',
  '{"files": ["//build-7/share/|"]}',
])("no file to attach: %s", (marked) => expect(pathAt(marked.replace("|", ""), marked.indexOf("|"))).toBeUndefined());
