import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { growsWith } from "../support/growth.ts";
import { sampleOf, worstTexts } from "../support/samples/worstTexts.ts";

/**
 * Every regular expression in `src` is tried with texts made from its own parts, so that a new one is tried without
 * being listed anywhere: those that are written out, and those that a file composes while it is loaded.
 */
const src = fileURLToPath(new URL("../../src/", import.meta.url));
const literal =
  /(?<=(?:^|[(,=:[!&|?{;>]|\breturn)\s*)\/(?![/*>])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[dgimsuvy]*/gm;
const comment = /^\s*(?:\/\/|\/?\*).*$/gm;

/** Files whose composed expressions aren't tried here, and why. `test/fuzz/base/text.test.ts` tries their functions. */
const triedElsewhere: Readonly<Record<string, string>> = {
  "base/text/textFinder.ts": "what a person typed, its signs escaped",
  "runFiles/curl/environmentMarks.ts": "a mark of our own",
  "runFiles/schemaFields.ts": "only whether it is an expression",
  "features/golden/core/checks/patternMatches.ts": "an expression of the test's author, which is ended in time",
  "runs/story/namedCalls.ts": "the name of a tool, its signs escaped, in at most 20,000 characters",
  "runs/failures/messageParts.ts": "errorText() leaves 4,000 characters, of which a quoted value has at most 2,000",
  "ui/foundRanges.ts": "another expression's source",
};

const codes = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file))
  .sort()
  .map((file) => ({ file, code: readFileSync(`${src}${file}`, "utf8").replace(comment, "") }));
const written = codes.flatMap(({ file, code }) =>
  [...code.matchAll(literal)].map(([expression]) => ({ file, expression })),
);
const makers = codes.filter(({ code }) => /\bRegExp\(/.test(code)).map(({ file }) => file);
const composed: typeof written = [];
for (const file of makers.filter((maker) => !Object.hasOwn(triedElsewhere, maker))) {
  const expressions = await madeWhileLoading(`${src}${file}`);
  composed.push(...expressions.map((expression) => ({ file, expression })));
}
const found = [
  ...written,
  ...composed.filter(({ expression }, at) => composed.findIndex((other) => other.expression === expression) === at),
];

async function madeWhileLoading(path: string): Promise<string[]> {
  const made: RegExp[] = [];
  class Noted extends RegExp {
    constructor(pattern: RegExp | string, flags?: string) {
      super(pattern, flags);
      made.push(this);
    }
  }
  vi.stubGlobal("RegExp", Noted);
  vi.resetModules();
  try {
    await import(path);
  } finally {
    vi.unstubAllGlobals();
  }
  return made.map(String);
}

test("each file that composes expressions is tried", () => {
  expect(new Set([...composed.map(({ file }) => file), ...Object.keys(triedElsewhere)])).toEqual(new Set(makers));
});

test("the regular expressions are found", () => {
  expect(found.length).toBeGreaterThan(100);
  const expressions = new Set(found.map(({ expression }) => expression));
  for (const known of ["/^\\s*[[{]/", "/\\r\\n?/g", "/^(?:pass(?:word|wd|phrase|code)s?|pwd)$/i"])
    expect(expressions).toContain(known);
});

test.each(found)("$file: $expression takes linear time", ({ expression }) => {
  expect(growsFaster(expression)).toEqual([]);
});

/** The texts for which an expression takes more than linear time, shortened. */
function growsFaster(expression: string): string[] {
  const end = expression.lastIndexOf("/");
  const pattern = new RegExp(expression.slice(1, end), expression.slice(end + 1));
  const use = (text: string): void => {
    pattern.lastIndex = 0;
    if (pattern.global) text.replace(pattern, "");
    else pattern.test(text);
  };
  const slow = worstTexts(pattern.source).find((make) => growsWith(use, make, { short: 2_000, long: 8_000 }));
  return slow ? [slow(24)] : [];
}

test.each([
  ["/(?:a+)+b/", true],
  ["/\\[([^\\]]*)\\]\\([^)]*\\)/g", true],
  ["/`+$/", true],
  ["/^\\s*\\|/", false],
  ["/\\s+/g", false],
])("the attack on %s finds more than linear time: %s", (expression, slow) => {
  expect(growsFaster(expression).length > 0).toBe(slow);
});

test.each([
  ["\\[([^\\]]*)\\]\\([^)]*\\)", "[a](a)"],
  ["^\\s*data:[^,]{0,200},", " data:a,"],
])("%s is made of %j", (source, sample) => expect(sampleOf(source).join("")).toBe(sample));
