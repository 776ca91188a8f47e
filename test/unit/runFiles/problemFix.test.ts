import { expect, test } from "vitest";
import { parseGoldenFile } from "#features/golden/core/file/goldenFile.ts";
import { readRunFile } from "#runFiles/parseRunFile.ts";
import type { RunFileProblem } from "#runFiles/runFileError.ts";

/** The titles of all fixes, each with what it leaves at the place of its problem. */
function fixesOf(text: string, problems: readonly RunFileProblem[]): string[] {
  return problems.flatMap(({ fixes = [], offset, length }) =>
    fixes.map((fix) => {
      if (!("text" in fix)) return fix.title;
      const fixed = text.slice(0, offset) + fix.text + text.slice(offset + length);
      // A fix solves its problem and makes no other one.
      expect(readRunFile(fixed, "a.run.json").problems.length).toBeLessThan(problems.length);
      return `${fix.title}: ${fix.text}`;
    }),
  );
}

const literally = (text: string): string => `Use $\${ Instead of \${: ${text}`;

test.each<[text: string, ...fixes: string[]]>([
  ['{"input": {}, "mdoe": "wait"}', 'Change to "mode": "mode"'],
  ['{"input": {}, "mode": "steam"}', 'Change to "stream": "stream"'],
  [
    '{"input": {}, "mode": "sync"}',
    ...['Change to "stream": "stream"', 'Change to "background": "background"', 'Change to "wait": "wait"'],
  ],
  ['{"input": {}, "session": "old"}', 'Change to "new": "new"'],
  ['{"input": {}, "files": "a.png"}', 'Put It in [ ]: ["a.png"]'],
  ['{"a": NaN}', "Change to null: null"],
  ['{"a": "${evn:HOME}"}', "Change to ${env:HOME}: ${env:HOME}", literally("$${evn:HOME}")],
  ['{"a": "${UUID}"}', "Change to ${uuid}: ${uuid}", literally("$${UUID}")],
  [
    '{"a": "dear ${customer}"}',
    "Ask When the Run Starts: ${prompt:customer}",
    "Read from the Environment: ${env:customer}",
    literally("$${customer}"),
  ],
  [
    String.raw`{"a": "${"${"}the \"name\"}"}`,
    String.raw`Ask When the Run Starts: ${"${"}prompt:the \"name\"}`,
    literally(String.raw`$${"${"}the \"name\"}`),
  ],
  ['{"a": "${uuid:4}"}', "Change to ${uuid}: ${uuid}", literally("$${uuid:4}")],
  ['{"a": "${prompt}"}', "Change to ${prompt:Label}: ${prompt:Label}", literally("$${prompt}")],
  ['{"a": "${env:HOME"}', "Close It: ${env:HOME}", literally("$${env:HOME")],
  ['{"a": "${ and more"}', literally("$${ and more")],
])("%s", (text, ...fixes) => {
  expect(fixesOf(text, readRunFile(text, "a.run.json").problems)).toEqual(fixes);
});

test("a golden test is offered nothing that asks a person", () => {
  const text = '{"name": "a", "request": {"input": {"a": "${customer}"}}, "checks": [{"status": "completd"}]}';
  const { problems } = parseGoldenFile(text, "a.golden.json");
  expect(problems.flatMap(({ fixes = [] }) => fixes.map(({ title }) => title))).toEqual([
    "Read from the Environment",
    "Use $${ Instead of ${",
    'Change to "completed"',
  ]);
});
