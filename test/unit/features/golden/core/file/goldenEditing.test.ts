import { expect, test } from "vitest";
import { goldenHover } from "#features/golden/core/file/goldenEditing.ts";

const file = (checks: string): string =>
  `{"tests": [{"name": "a", "request": {"input": {"x": "r"}, "files": ["in/v"]}, "checks": [
    {"tools": {"sequence": ["search_orders", "get_policy"], "never": ["delete_customer"]}},
    {"output": "refund.id", "type": "string"},
    ${checks}]}]}`;

test.each<[check: string, sentence: string]>([
  ['{"output": "a.b", "equals": {"n": 1.0}}', 'Passes when a.b is {"n":1.0}.'],
  ['{"output": "a", "number": 480, "tolerance": 0.5}', "Passes when a is 480 ± 0.5."],
  ['{"output": "a", "ignored": "a time"}', "All output checks ignore a (a time)."],
  [
    '{"tools": {"sequence": ["a", "b"], "never": ["c"], "atMost": 1}}',
    "Passes when exactly these tools are called, in this order: a, b, and none of these tools is called: c, and at most 1 tool call is made.",
  ],
  [
    '{"tool": "a", "input": {"n": 1}, "atMost": 2}',
    'Passes when a is called with arguments that include {"n":1}, and a is called at most 2 times.',
  ],
  ['{"steps": {"atMost": 45, "failed": 0}}', "Passes when the run has at most 45 steps, and no step fails."],
])("the hover of %s says when it passes", (check, sentence) => {
  const text = file(check);
  const found = goldenHover(text, text.lastIndexOf(check) + 3);
  expect(found?.text).toBe(sentence);
  expect(text.slice(found?.range.offset, (found?.range.offset ?? 0) + (found?.range.length ?? 0))).toBe(check);
  expect(goldenHover(text, 3)).toBeUndefined();
});
