import { expect, test } from "vitest";
import {
  goldenHover,
  goldenNames,
  isInRequest,
} from "../../../../../../src/features/golden/core/file/goldenEditing.ts";
import { pathAt } from "../../../../../../src/runFiles/completion.ts";

const file = (checks: string): string =>
  `{"tests": [{"name": "a", "request": {"input": {"x": "r"}, "files": ["in/v"]}, "checks": [
    {"tools": {"sequence": ["search_orders", "get_policy"], "never": ["delete_customer"]}},
    {"output": "refund.id", "type": "string"},
    ${checks}]}]}`;

/** The text without its mark |, and where that stood. */
function cut(checks: string): [text: string, offset: number] {
  const text = file(checks);
  return [text.replace("|", ""), text.indexOf("|")];
}

const tools = ['"delete_customer"', '"get_policy"', '"search_orders"'];

test.each<[checks: string, choices: string[] | undefined]>([
  ['{"tool": "|"}', tools],
  ['{"tool": "get|"}', tools],
  ['{"tool": |}', tools],
  ['{"tools": {"set": ["|"]}}', tools],
  ['{"tools": {"set": ["get_policy", |]}}', tools],
  ['{"tools": {"atMost": |}}', undefined],
  ['{"output": "|", "equals": 1}', ['"refund.id"']],
  ['{"output": "a", "equals": "|"}', undefined],
  ['{"tool": "a", "input": {"tool": "|"}}', undefined],
  ['{"|": 1}', undefined],
])("in %s there are the names that the file has", (checks, choices) => {
  const found = goldenNames(...cut(checks));
  expect(found?.choices.filter((name) => !['"get"', '""', '"a"'].includes(name))).toEqual(choices);
});

test("a name takes the place of what was typed, with its quotes", () => {
  const [text, offset] = cut('{"tool": "get|"}');
  const found = goldenNames(text, offset);
  expect(text.slice(found?.start, found?.end)).toBe('"get"');
  expect(found?.choices).not.toContain('"get"');
});

test("variables belong to requests, and their files are completed as in run files", () => {
  const text = file('{"status": "failed"}');
  expect(isInRequest(text, text.indexOf('"r"') + 1)).toBe(true);
  expect(isInRequest(text, text.indexOf('"get_policy"') + 1)).toBe(false);
  expect(pathAt(text, text.indexOf("in/v") + 4)).toMatchObject({ folder: "in/" });
});

test("names, variables and hovers are those of a test's turns, too", () => {
  const check = '{"answer": {"contains": "x"}}';
  const text = `{"name": "a", "request": {"user_id": "u"}, "turns": [
    {"input": {"x": "r"}, "files": ["f"], "checks": [{"tools": {"sequence": ["search_orders"]}}]},
    {"input": {}, "checks": [{"tool": ""}, ${check}]}]}`;
  expect(goldenNames(text, text.indexOf('"tool": ""') + 9)?.choices).toEqual(['"search_orders"']);
  const places = ['"r"', '"u"', '"f"', '"search_orders"', '"x"}}'];
  expect(places.map((each) => isInRequest(text, text.indexOf(each) + 1))).toEqual([true, true, true, false, false]);
  expect(goldenHover(text, text.indexOf(check) + 3)?.text).toBe('Passes when the answer contains "x".');
});

test.each<[check: string, sentence: string]>([
  ['{"status": "failed"}', "Passes when the run's status is failed."],
  ['{"output": "a.b", "equals": {"n": 1.0}}', 'Passes when a.b is {"n":1.0}.'],
  ['{"output": "$", "contains": "x"}', 'Passes when the output contains "x".'],
  ['{"output": "a", "matches": "^x"}', "Passes when a matches ^x."],
  ['{"output": "a", "number": 480, "tolerance": 0.5}', "Passes when a is 480, give or take 0.5."],
  ['{"output": "a", "type": "list"}', "Passes when a is of type list."],
  ['{"output": "a", "ignored": "a time"}', "Ignores a (a time), also within other checks."],
  [
    '{"tools": {"sequence": ["a", "b"], "never": ["c"], "atMost": 1}}',
    "Passes when exactly these tools are called, in this order: a, b, and none of these tools is called: c, and at most 1 call of tools is made.",
  ],
  [
    '{"tool": "a", "input": {"n": 1}, "atMost": 2}',
    'Passes when a is called with {"n":1}, and maybe more, and a is called at most 2 times.',
  ],
  ['{"tool": "a", "atMost": 0}', "Passes when a is called at most 0 times."],
  ['{"steps": {"atMost": 45, "failed": 0}}', "Passes when the run has at most 45 steps, and no step fails."],
  ['{"duration": {"atMost": "60 s"}}', "Passes when the run takes at most 60 s, without the time that people need."],
  ['{"tokens": {"atMost": 900}}', "Passes when the models that report their tokens use at most 900 tokens."],
  ['{"answer": {"contains": "x", "matches": "y"}}', 'Passes when the answer contains "x", and matches y.'],
])("the hover of %s says when it passes", (check, sentence) => {
  const text = file(check);
  const found = goldenHover(text, text.lastIndexOf(check) + 3);
  expect(found?.text).toBe(sentence);
  expect(text.slice(found?.place.offset, (found?.place.offset ?? 0) + (found?.place.length ?? 0))).toBe(check);
  expect(goldenHover(text, 3)).toBeUndefined();
});
