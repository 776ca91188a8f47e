import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { parseJson } from "#base/json/parseJson.ts";
import { PatternMatches } from "#features/golden/core/checks/patternMatches.ts";
import { evaluateChecks } from "#features/golden/core/evaluateChecks.ts";
import { endedRun, stepsOf } from "../../../../support/golden/endedRun.ts";
import { goldenTestWith } from "../../../../support/golden/goldenTestWith.ts";

const refund = endedRun({ ticket_subject: "Charged twice", amount: 480, currency: "USD" });
const approval = endedRun({ ticket_subject: "Charged twice", amount: 620, currency: "USD" });
const tools = ["lookup_customer", "search_orders", "get_policy", "match_payments", "issue_refund"];

const output = parseJson(`{"big": 12345678901234567890, "half": 0.30, "list": [{"id": "a", "n": 1}, {"id": "b"}],
  "text": "Refund of $480", "none": null, "at": {"time": "now", "id": 7, "deep": {"x": 1, "y": 2}}}`);
const made: Run = { id: "r1", status: "completed", output };

/** What a check says of a run: nothing when it passes. */
function found(check: object, { run, steps } = refund, others: object[] = []): string {
  const [result] = evaluateChecks(goldenTestWith([check, ...others]), run, steps);
  if (!result) throw new Error("The check has no result");
  expect(result.passed).toBe(result.sentence === "");
  return result.step ? `step ${result.step.name}: ${result.sentence}` : result.sentence;
}

const outputs = { run: made, steps: [], events: [] };

test("placeholders are as they are shown, in the run and in the check", () => {
  const ofProcess = (process: number): string => `<EMAIL_${String(process).repeat(39)}_1> is on plan pro.`;
  const whole = { run: { ...made, output: { text: ofProcess(2) } }, steps: [], events: [] };
  for (const equals of [ofProcess(1), ofProcess(2), "<EMAIL_1> is on plan pro."])
    expect(found({ output: "text", equals }, whole)).toBe("");
  expect(found({ output: "text", equals: "<EMAIL_2>" }, whole)).toBe(
    'text is "<EMAIL_1> is on plan pro.", expected "<EMAIL_2>"',
  );
});

test.each<[check: object, sentence: string]>([
  [{ output: "text", equals: "Refund" }, 'text is "Refund of $480", expected "Refund"'],
  [{ output: "list[2].id", equals: "b" }, 'list[2].id is missing, expected "b"'],
  [{ output: "list", equals: [{ n: 1, id: "a" }, { id: "b" }] }, ""],
  [{ output: "list", equals: [{ id: "a", n: 2 }, { id: "c" }] }, "list[0].n is 1, expected 2 (and 1 more)"],
  [{ output: "none", type: "null" }, ""],
  [{ output: "text", contains: "$620" }, 'text doesn\'t contain "$620"'],
  [{ output: "list", contains: { id: "c" } }, 'list doesn\'t contain {"id":"c"}'],
  [{ output: "text", matches: "^\\d" }, 'text doesn\'t match "^\\\\d"'],
  [{ output: "half", matches: "3" }, "half is a number, expected a string"],
  [{ output: "half", number: 0.2, tolerance: 0.1 }, ""],
  [{ output: "half", number: 0.2, tolerance: 0.09 }, "half is 0.30, expected 0.2 ± 0.09"],
  [{ output: "text", type: "list" }, "text is a string, expected a value of type list"],
  [{ output: "gone", type: "null" }, "gone is missing, expected null"],
])("of an output, %j finds %j", (check, sentence) => expect(found(check, outputs)).toBe(sentence));

test("a wrong type is named in one word, for the line of a test with several runs", () => {
  const test = goldenTestWith([{ output: "text", type: "list" }]);
  expect(evaluateChecks(test, made, [])).toMatchObject([{ expectedValue: "list", actualValue: "string" }]);
});

test("numbers of an output are compared by their digits", () => {
  const big = (digits: string): object => ({ output: "big", equals: parseJson(digits) });
  expect(found(big("12345678901234567890"), outputs)).toBe("");
  expect(found(big("12345678901234567891"), outputs)).toBe(
    "big is 12345678901234567890, expected 12345678901234567891",
  );
});

test("an infinite number is within a tolerance of itself alone", () => {
  const infinite = { ...outputs, run: { ...made, output: parseJson('{"score": Infinity, "large": 1e400}') } };
  const near = (name: string, digits: string) =>
    found({ output: name, number: parseJson(digits), tolerance: 0.5 }, infinite);
  expect(near("score", "480")).toBe("score is Infinity, expected 480 ± 0.5");
  expect(near("large", "480")).toBe("large is 1e400, expected 480 ± 0.5");
  expect(near("large", "1e400")).toBe("");
});

test("an ignored place doesn't count in what is around it", () => {
  const at = { output: "at", equals: { time: "then", id: 7, deep: { x: 1, y: 3 } } };
  const ignored = [
    { output: "at.time", ignored: "a time" },
    { output: "at.deep.y", ignored: true },
  ];
  expect(found(at, outputs, ignored)).toBe("");
  expect(found(at, outputs, ignored.slice(0, 1))).toBe("at.deep.y is 2, expected 3");
  const list = { output: "list", equals: [{ id: "z", n: 1 }, { id: "b" }] };
  expect(found(list, outputs, [{ output: "list[0].id", ignored: true }])).toBe("");
  const [, result] = evaluateChecks(goldenTestWith([at, ignored[0] ?? {}]), made, []);
  expect(result).toMatchObject({ passed: true, ignored: true });
});

test.each<[check: object, sentence: string]>([
  [{ status: "failed" }, "status is completed, expected failed"],
  [{ blocked: true }, "the run wasn't blocked, expected a hook to block it"],
  [{ tools: { sequence: tools } }, ""],
  [
    { tools: { sequence: tools.slice(0, 4) } },
    "step issue_refund: issue_refund was called after match_payments, but wasn't expected",
  ],
  [{ tools: { sequence: [...tools, "send_mail"] } }, "step issue_refund: send_mail wasn't called after issue_refund"],
  [
    { tools: { sequence: [tools[0], tools[2], tools[1], ...tools.slice(3)] } },
    "step search_orders: search_orders was called after lookup_customer, expected get_policy: the order differs",
  ],
  [
    { tools: { set: tools.slice(1) } },
    "step lookup_customer: lookup_customer was called, but isn't one of the expected tools",
  ],
  [{ tools: { never: ["delete_customer"], atMost: 5 } }, ""],
  [{ tools: { never: ["get_policy"] } }, "step get_policy: get_policy was called, but must not be called"],
  [{ tools: { atMost: 4 } }, "step issue_refund: 5 tool calls, expected at most 4"],
  [{ tool: "issue_refund", atMost: 0 }, "step issue_refund: issue_refund was called 1 time, expected at most 0"],
  [{ tool: "issue_refund", input: { amount: 480.0 } }, ""],
  [{ tool: "issue_refund", input: { amount: 620 } }, "step issue_refund: input.amount is 480, expected 620"],
  [{ duration: { atMost: "1 min" } }, ""],
  [{ answer: { contains: "480", matches: "\\$480" } }, ""],
])("of a run, %j finds %j", (check, sentence) => expect(found(check)).toBe(sentence));

test("a run that a hook blocked names the hook, and what says that nothing was blocked is never compared", () => {
  const by = { content: "Not allowed.", blocked: true, blocked_by: "no injections" };
  const blocked = { run: { ...made, output: by }, steps: [], events: [] };
  expect(found({ blocked: true }, blocked)).toBe("");
  expect(found({ blocked: false }, blocked)).toBe('the run was blocked by "no injections", expected no block');
  const newer = { run: { ...made, output: { content: "Hi", blocked: false } }, steps: [], events: [] };
  expect(found({ output: "$", equals: { content: "Hi" } }, newer)).toBe("");
});

test("the time that a person needs doesn't count, and the longest call is to blame", () => {
  // The person of the sample app needs 45 s, and the rest of the run is made to last less.
  expect(found({ duration: { atMost: "30 s" } }, approval)).toBe("");
  expect(found({ duration: { atMost: "1 s" } }, approval)).toMatch(/^step \w+: took \S+ s, expected at most 1 s$/);
  expect(found({ duration: { atMost: "1 s" } }, outputs)).toBe(
    "expected at most 1 s, but the app sent no start and end times",
  );
});

test("of several calls of a tool one has to have the arguments, and the nearest one is told", () => {
  const call = (id: string, input: unknown, sequence: number) => ({
    type: "agent.tool_call.completed",
    sequence,
    data: { id, tool: { name: "pay" }, input, result: "ok" },
  });
  const steps = stepsOf([
    call("a", { to: "x", sum: 1, code: 7 }, 1),
    call("b", '{"to": "y", "sum": 12345678901234567890, "code": 7}', 2),
  ]);
  const told = (check: object): string => found(check, { run: made, steps, events: [] });
  expect(told({ tool: "pay", input: { to: "x" } })).toBe("");
  expect(told({ tool: "pay", input: { to: "y", code: 7 } })).toBe("");
  expect(told({ tool: "pay", input: { to: "y", code: 8 } })).toBe("step pay: input.code is 7, expected 8");
  const [result] = evaluateChecks(
    goldenTestWith([{ tool: "pay", input: { to: "y", sum: parseJson("12345678901234567891") } }]),
    made,
    steps,
  );
  expect(result).toMatchObject({
    sentence: "input.sum is 12345678901234567890, expected 12345678901234567891",
    step: { number: 2, name: "pay" },
    actual: '{\n  "to": "y",\n  "sum": 12345678901234567890,\n  "code": 7\n}',
  });
});

test("deep in the arguments of a call, too, fields that nobody expects don't count", () => {
  const deep = (value: unknown): unknown => Array.from({ length: 40 }).reduce((inner) => ({ inner }), value);
  const input = deep({ to: "x", code: 7 });
  const steps = stepsOf([
    { type: "agent.tool_call.completed", sequence: 1, data: { id: "a", tool: { name: "pay" }, input, result: "ok" } },
  ]);
  expect(found({ tool: "pay", input: deep({ to: "x" }) }, { run: made, steps, events: [] })).toBe("");
});

test("all places of a value that differ are counted", () => {
  const list = Array.from({ length: 150 }, (_, index) => index);
  const run = { run: { ...made, output: { list: [] } }, steps: [], events: [] };
  expect(found({ output: "list", equals: list }, run)).toBe("list[0] is missing, expected 0 (and 149 more)");
});

const tookTooLong =
  "text can't be checked: the regular expressions of this test together took longer than 200 ms. " +
  'Simplify the regular expression, or use "contains"';
const noTimeLeft = "can't be checked: another regular expression used up the 200 ms of this test. Simplify that one";

test("four hostile regular expressions share one budget, in all runs", () => {
  const text = `${"a".repeat(40)}!`;
  const hostile = ["^(a+)+$", "^(a|a)+$", "^(a*)*$", "^([a-z]+)*$"].map((matches) => ({ output: "text", matches }));
  const checks = [{ output: "text", matches: "!$" }, ...hostile, { answer: { matches: "b" } }];
  const patterns = new PatternMatches();
  const run = { ...made, output: { text } };
  const sentences = (): string[] => {
    return evaluateChecks(goldenTestWith(checks), run, [], undefined, patterns).map(({ sentence }) => sentence);
  };
  const first = sentences();
  const left = Array.from({ length: 3 }, () => `text ${noTimeLeft}`);
  expect(first).toEqual(["", tookTooLong, ...left, `the answer ${noTimeLeft}`]);
  // The other runs of the test look at none of them.
  expect(sentences()).toEqual([`text ${noTimeLeft}`, ...first.slice(1)]);
});

test("a regular expression that needs too much memory for its text fails its check", () => {
  const run = { ...made, output: { text: "a".repeat(100_000) } };
  const large = { output: "text", matches: `^(?:(a)${"|(b)".repeat(200)})*z` };
  // A busy machine may need more than the usual time for it.
  const [result] = evaluateChecks(goldenTestWith([large]), run, [], undefined, new PatternMatches(60_000));
  expect(result?.sentence).toBe(
    'text can\'t be checked: the regular expression is too complex for this text. Simplify the regular expression, or use "contains"',
  );
});

test.each<[string, unknown]>([
  ["beside other texts", { note: "An internal remark for nobody outside.", output: "Refund sent.", files: [] }],
  ["in one field that wraps it", { output: { output: "Refund sent.", trace: "A long line of the app itself." } }],
])("the answer is the text of the output that the header shows: %s", (_where, output) => {
  const run = { ...made, output };
  expect(found({ answer: { matches: "^Refund sent\\.$" } }, { run, steps: [], events: [] })).toBe("");
});

test("what a local app alone shows isn't judged: its calls, its failures, the number of its steps", () => {
  const call = refund.steps.find(({ kind }) => kind === "tool")!;
  const plain = { ...call, id: "plain", name: "plain_node", state: "failed", extra: true } as const;
  const local = { ...refund, steps: [refund.steps[0]!, plain, ...refund.steps.slice(1)] };
  for (const check of [{ tools: { sequence: tools } }, { steps: { atMost: refund.steps.length, failed: 0 } }]) {
    expect(found(check)).toBe("");
    expect(found(check, local)).toBe("");
  }
});
