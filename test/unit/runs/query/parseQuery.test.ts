import { describe, expect, test } from "vitest";
import { completeQuery } from "../../../../src/runs/query/completeQuery.ts";
import { parseQuery } from "../../../../src/runs/query/parseQuery.ts";

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
    ["since:7d", [{ kind: "compare", key: "since", sign: ">=", value: now - 7 * day }]],
    ["duration:>1.5min", [{ kind: "compare", key: "duration", sign: ">", value: 90_000 }]],
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
      'There is no key tol:. Did you mean tool:? If not, use another key, or search for "tol:x" in quotes.',
    ],
    ["a tool: b", "tool:", "Type a value after tool:, without a space."],
    ["input.a:>x", ">x", '"x" isn\'t a number. Write a number, for example input.a:>1000.'],
    ["a ->", "->", '">" has no letters or digits, which search needs. Type a word next to it.'],
  ])("%s", (text, place, message) => {
    const { problems } = parseQuery(text, now);
    expect(problems.map((each) => [text.slice(each.start, each.end), each.message])).toEqual([[place, message]]);
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
      { start: 0, end: text.length, message: `This is ${what}. The index has no keys, so nothing can be found.` },
    ]);
    expect(terms).toEqual([]);
  }
  expect(parseQuery(prefix, now).problems).toEqual([]);
});
