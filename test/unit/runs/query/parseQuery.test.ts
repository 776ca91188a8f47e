import { describe, expect, test } from "vitest";
import { completeQuery } from "#runs/query/completeQuery.ts";
import { parseQuery } from "#runs/query/parseQuery.ts";

const now = new Date(2026, 10, 24, 12).getTime();
const day = 86_400_000;

/** The terms without their places. */
function termsOf(text: string): unknown[] {
  return parseQuery(text, now).terms.map(({ start: _start, end: _end, ...term }) =>
    term.not ? term : { ...term, not: undefined },
  );
}

const plain = (text: string) => ({ text, hasWildcards: false });

describe("a query is read as", () => {
  test.each<[string, object[]]>([
    ["refund", [{ kind: "text", text: "refund", isPhrase: false }]],
    ['"charged twice"', [{ kind: "text", text: "charged twice", isPhrase: true }]],
    ["tool:issue_refund", [{ kind: "name", key: "tool", values: [plain("issue_refund")] }]],
    ["-Tool:a,b", [{ kind: "name", key: "tool", values: [plain("a"), plain("b")], not: true }]],
    ["status:waiting", [{ kind: "name", key: "status", values: [plain("waiting"), plain("awaiting_input")] }]],
    ['user:"Jane Doe","a*"', [{ kind: "name", key: "user", values: [plain("Jane Doe"), plain("a*")] }]],
    [String.raw`user:"a\\","\b",c\"d`, [{ kind: "name", key: "user", values: ["a\\", "\\b", 'c\\"d'].map(plain) }]],
    [
      String.raw`input."5\" screen".a:x`,
      [{ kind: "value", path: 'input.5" screen.a', test: { kind: "text", values: [plain("x")] } }],
    ],
    ["node:crm*", [{ kind: "name", key: "node", values: [{ text: "crm*", hasWildcards: true }] }]],
    [
      "input.amount:>1000",
      [{ kind: "value", path: "input.amount", test: { kind: "compare", sign: ">", number: "1000" } }],
    ],
    [
      'input.thread:"t-11",t-12',
      [
        {
          kind: "value",
          path: "input.thread",
          test: { kind: "text", values: [{ ...plain("t-11"), isExact: true }, plain("t-12")] },
        },
      ],
    ],
    ["since:7d", [{ kind: "compare", key: "since", tests: [{ sign: ">=", value: now - 7 * day }] }]],
    ["duration:>1.5min", [{ kind: "compare", key: "duration", tests: [{ sign: ">", value: 90_000 }] }]],
  ])("%s", (text, terms) => {
    expect(parseQuery(text, now).problems).toEqual([]);
    expect(termsOf(text)).toEqual(terms);
  });
});

describe("a problem names its place and the way out:", () => {
  test.each([
    ['a "b c', '"b c', "The quote isn't closed. Add a second quote after the phrase."],
    [
      "tol:x",
      "tol",
      'There is no key “tol”. Did you mean tool:? If not, use another key, or search for "tol:x" in quotes.',
    ],
    ["a tool: b", "tool:", "Type a value after tool:, without a space."],
    ["input.a:>x", ">x", '"x" isn\'t a number. Write a number, for example input.a:>1000.'],
    ["a ->", "->", '">" has no letters or digits, which a search needs. Add a word to it, or remove it.'],
  ])("%s", (text, place, message) => {
    const { problems } = parseQuery(text, now);
    expect(problems.map((each) => [text.slice(each.start, each.end), each.message])).toEqual([[place, message]]);
  });
});

describe("what other languages write is a problem with the right spelling:", () => {
  test.each<[text: string, message: string, ...fixes: string[]]>([
    [
      "status:failed OR status:canceled",
      "OR isn't supported. Write the values after one key: status:failed,canceled.",
      "status:failed,canceled",
    ],
    [
      'a tool:x OR tool:"b c" OR tool:y since:7d',
      'OR isn\'t supported. Write the values after one key: tool:x,"b c",y.',
      'a tool:x,"b c",y since:7d',
    ],
    ["refund || credit", "|| isn't supported: a run has to match all terms. Search for each term alone."],
    [
      "status:failed OR tool:x",
      "OR isn't supported: a run has to match all terms. Search for each term alone, or put OR in quotes to find the word.",
      'status:failed "OR" tool:x',
    ],
    [
      "input.a:>5 OR input.a:<2",
      "OR isn't supported: a run has to match all terms. Search for each term alone, or put OR in quotes to find the word.",
      'input.a:>5 "OR" input.a:<2',
    ],
    [
      "status:failed AND tool:x",
      "A run has to match all terms anyway. Remove AND, or put AND in quotes to find the word.",
      "status:failed tool:x",
      'status:failed "AND" tool:x',
    ],
    [
      "NOT tool:x",
      "Write a hyphen before the term to exclude: -tool:x. To find the word, put NOT in quotes.",
      "-tool:x",
      '"NOT" tool:x',
    ],
    ["a !tool:x", "Write a hyphen before the term to exclude: -tool:x.", "a -tool:x"],
    [
      '(status:failed error:"(a)") -(x)',
      "Parentheses can't group terms. Remove them: a run has to match all terms.",
      'status:failed error:"(a)" -x',
    ],
    [
      "input.amount>1000",
      "Write a colon after input.amount: input.amount:>1000. To find this text, put it in quotes.",
      "input.amount:>1000",
      '"input.amount>1000"',
    ],
    [
      "a input.amount => 1000 b",
      "Write a colon after input.amount: input.amount:>=1000. To find this text, put it in quotes.",
      "a input.amount:>=1000 b",
      'a "input.amount => 1000" b',
    ],
    ["user=u-3", "Write a colon after user: user:u-3. To find this text, put it in quotes.", "user:u-3", '"user=u-3"'],
    [
      'user == "Jane Doe"',
      'Write a colon after user: user:"Jane Doe". To find this text, put it in quotes.',
      'user:"Jane Doe"',
      String.raw`"user == \"Jane Doe\""`,
    ],
    [
      "-status!=failed",
      "Write a colon after status: status:failed. To find this text, put it in quotes.",
      "status:failed",
      '"-status!=failed"',
    ],
    [
      "input.thread=t-11",
      'Write a colon after input.thread: input.thread:"t-11". To find this text, put it in quotes.',
      'input.thread:"t-11"',
      '"input.thread=t-11"',
    ],
    [
      "duration>30s",
      "Write a colon after duration: duration:>30s. To find this text, put it in quotes.",
      "duration:>30s",
      '"duration>30s"',
    ],
    [
      "amount>1000",
      "There is no key “amount”. Write a field with its path: input.amount:>1000. To find this text, put it in quotes.",
      "input.amount:>1000",
      '"amount>1000"',
    ],
    ["user:=u-3", "user:= isn't valid. Write user:u-3, or put the value in quotes.", "user:u-3"],
    ["status:!=failed", "status:!= isn't valid. Write -status:failed, or put the value in quotes.", "-status:failed"],
    ["since:>7d", "since:> isn't valid. Write since:7d, or put the value in quotes.", "since:7d"],
    ["duration:=5s", "duration:= isn't valid. Write duration:>=5s, or put the value in quotes.", "duration:>=5s"],
    ["input.a:!=5 b", "input.a:!= isn't valid. Write -input.a:5, or put the value in quotes.", "-input.a:5 b"],
    ["status:failed, canceled", "Leave no space after the comma: status:failed,canceled.", "status:failed,canceled"],
    ["tool: x", "Type a value after tool:, without a space.", "tool:x"],
    [
      "tol:x",
      'There is no key “tol”. Did you mean tool:? If not, use another key, or search for "tol:x" in quotes.',
      "tool:x",
      '"tol:x"',
    ],
    ['a "b', "The quote isn't closed. Add a second quote after the phrase.", 'a "b"'],
    ["duration:10s..5s", "The range ends before it begins. Write duration:5s..10s.", "duration:5s..10s"],
  ])("%s", (text, message, ...fixes) => {
    const [problem] = parseQuery(text, now).problems;
    expect([problem?.message, ...(problem?.fixes ?? [])]).toEqual([message, ...fixes]);
    // Each is a query. What it finds may be another mistake in what was typed.
    for (const fix of fixes) expect(parseQuery(fix, now).problems).toEqual([]);
  });

  test.each([
    "OR",
    "NOT",
    "or",
    'a "OR" b',
    "a or b",
    "x=1",
    "a=>b",
    "error (timeout)",
    '"user=u-3"',
    "input.a:=5",
    'user:"=x"',
  ])("but not %s", (text) => {
    expect(parseQuery(text, now).problems).toEqual([]);
  });
});

describe("ranges", () => {
  const tests = (text: string) => parseQuery(text, now).terms.map((term) => "tests" in term && term.tests);
  const on = (month: number, date: number) => new Date(2026, month - 1, date).getTime();

  test.each<[string, object[]]>([
    [
      "duration:5s..10s",
      [
        { sign: ">=", value: 5_000 },
        { sign: "<=", value: 10_000 },
      ],
    ],
    ["duration:1.5min..", [{ sign: ">=", value: 90_000 }]],
    ["duration:..500ms", [{ sign: "<=", value: 500 }]],
    [
      "since:2026-11-01..2026-11-03",
      [
        { sign: ">=", value: on(11, 1) },
        { sign: "<", value: on(11, 4) },
      ],
    ],
    [
      "since:7d..2d",
      [
        { sign: ">=", value: now - 7 * day },
        { sign: "<", value: now - 2 * day },
      ],
    ],
    [
      "until:2026-11-01..yesterday",
      [
        { sign: ">=", value: on(11, 1) },
        { sign: "<", value: on(11, 24) },
      ],
    ],
    ["until:..2026-11-03", [{ sign: "<", value: on(11, 4) }]],
  ])("%s", (text, comparisons) => {
    expect(parseQuery(text, now).problems).toEqual([]);
    expect(tests(text)).toEqual([comparisons]);
  });

  test.each([
    ["duration:5..10s", '"5" isn\'t a duration. Write duration:>30s, duration:<2min or duration:5s..10s.'],
    ["duration:..", '".." isn\'t a duration. Write duration:>30s, duration:<2min or duration:5s..10s.'],
    ["duration:>5s..10s", '">5s" isn\'t a duration. Write duration:>30s, duration:<2min or duration:5s..10s.'],
    ["since:2026-11-03..2026-11-01", "The range ends before it begins. Write since:2026-11-01..2026-11-03."],
    ["input.amount:200..100", "The range ends before it begins. Write input.amount:100..200."],
  ])("%s is a problem", (text, message) => {
    expect(parseQuery(text, now).problems.map((each) => each.message)).toEqual([message]);
  });
});

describe("completions", () => {
  const read = (key: string, beginning: string) =>
    Promise.resolve(
      (
        {
          path: ["input.amount", "input.ticket subject", 'input.5" screen'],
          'input.5" screen': ["on"],
          tool: ["issue_refund", "issue credit", 'say "hi"', "back\\slash"],
        } as Record<string, string[]>
      )[key]
        ?.filter((each) => each.startsWith(beginning))
        .map((text) => ({ text, runs: 3 })) ?? [],
    );

  /** The query after the first completion. */
  async function completed(text: string, pick = 0): Promise<string | undefined> {
    const caret = text.indexOf("|");
    const whole = text.replace("|", "");
    const { start, end, items } = await completeQuery(whole, caret, read);
    const item = items[pick];
    return item && whole.slice(0, start) + item.insert + whole.slice(end);
  }

  test.each([
    ["st|:failed", 0, "status:failed"],
    ["tool:is|", 0, "tool:issue_refund"],
    ["tool:is|sue b", 1, 'tool:"issue credit" b'],
    ['tool:"issue c|', 0, 'tool:"issue credit"'],
    ["tool:say|", 0, String.raw`tool:"say \"hi\""`],
    [String.raw`input."5\" screen":|`, 0, String.raw`input."5\" screen":on`],
    ['"a ph|', 0, undefined],
  ])("of %s", async (text, pick, result) => {
    expect(await completed(text, pick)).toBe(result);
  });
});

test.each([
  ["dynamiq_acc_", "an access key"],
  ["dyn_pat_", "a personal access token"],
  ["uak_", "a personal access token"],
])("a key (%s…) isn't searched for, and not repeated", (prefix, what) => {
  const key = `${prefix}${"k3Y".repeat(21)}x`;
  for (const text of [key, `refund ${key}`, `user:${key}`, `"${key}"`, `${key}:7`]) {
    const { problems, terms } = parseQuery(text, now);
    expect(problems).toEqual([
      {
        start: 0,
        end: text.length,
        message: `This is ${what}. The index contains no secrets, so nothing can be found.`,
      },
    ]);
    expect(terms).toEqual([]);
  }
  expect(parseQuery(prefix, now).problems).toEqual([]);
});
