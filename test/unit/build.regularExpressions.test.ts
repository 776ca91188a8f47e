import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { checkSync, type Parameters } from "recheck";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

/**
 * Every regular expression of `src` is judged by recheck without being listed anywhere: those that are written out, and
 * those that a file composes while it is loaded.
 */
const src = fileURLToPath(new URL("../../src/", import.meta.url));
const literal =
  /(?<=(?:^|[(,=:[!&|?{;>]|\breturn)\s*)\/(?![/*>])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[dgimsuvy]*/gm;
const comment = /^\s*(?:\/\/|\/?\*).*$/gm;

/** Recheck counts steps and reads no clock, so its verdict is the same on every machine. By itself it takes minutes. */
const limits: Parameters = {
  timeout: null,
  attackTimeout: null,
  incubationTimeout: null,
  attackLimit: 500_000,
  maxAttackStringSize: 2_000,
  incubationLimit: 10_000,
  maxGeneStringSize: 300,
  maxInitialGenerationSize: 300,
  maxIteration: 2,
  maxNFASize: 3_000,
};

/** In characters. */
const longest = 1_000;

/** Expressions that recheck refuses or takes minutes for, by their files and beginnings, and why they are safe. */
const exceptions: readonly (readonly [file: string, beginning: string, why: string])[] = [
  ["features/search/core/documents/markText.ts", "/[\\p{Script=Han}", "repeats one class; recheck knows no flag v"],
  ["runs/failures/messageParts.ts", "/((?<=\\b(?:[Aa]rgument", "errorText() leaves it 4,000 characters"],
  [
    "runs/values/secretForms.ts",
    "/dynamiq_acc_[\\w-]{4,}|",
    "fixed letters at a word's start, then classes apart by a dot",
  ],
  ["runs/values/secretForms.ts", "/^(?:dynamiq_acc_", "the same, at the beginning of a text"],
  [
    "runs/values/secretForms.ts",
    "/(?:dynamiq_acc_|",
    "goes on for 1,000 characters without a way back, then line by line",
  ],
  ["runs/values/secretForms.ts", "/(?:dy(?:n", "fixed letters, and at most 300 characters behind them"],
  ["ui/splitName.ts", "/[\\s_.:/-]?", "gets seven characters"],
];

/** Files whose composed expressions aren't judged, and why. */
const composedLater: Readonly<Record<string, string>> = {
  "base/text/textFinder.ts": "what a person typed, its signs escaped",
  "runFiles/curl/environmentMarks.ts": "a mark of our own",
  "host/contributions/when.ts": "words of our own, and only while the package is built",
  "runFiles/schemaFields.ts": "only whether it is an expression",
  "features/golden/core/checks/patternMatches.ts": "an expression of the test's author, which is ended in time",
  "runs/story/namedCalls.ts": "the name of a tool, its signs escaped, in at most 20,000 characters",
  "ui/foundRanges.ts": "another expression's source",
};

interface Found {
  file: string;
  expression: string;
}

const codes = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ file: file.replaceAll("\\", "/"), code: readFileSync(src + file, "utf8").replace(comment, "") }));
const written = codes.flatMap(({ file, code }): Found[] =>
  [...code.matchAll(literal)].map(([expression]) => ({ file, expression })),
);
const makers = codes.filter(({ code }) => /\bRegExp\(/.test(code)).map(({ file }) => file);
const composed: Found[] = [];
for (const file of makers.filter((maker) => !Object.hasOwn(composedLater, maker)))
  composed.push(...(await madeWhileLoading(file)));
const all = [...new Map([...written, ...composed].map((found) => [found.expression, found])).values()];

async function madeWhileLoading(file: string): Promise<Found[]> {
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
    await import(src + file);
  } finally {
    vi.unstubAllGlobals();
  }
  return made.map((expression) => ({ file, expression: String(expression) }));
}

const meets =
  ({ file, expression }: Found) =>
  ([ofFile, beginning]: (typeof exceptions)[number]): boolean =>
    file === ofFile && expression.startsWith(beginning);

/** `"safe"`, or what takes long or can't be judged. */
function verdictOn(written: string): string {
  if (written.length > longest) return `longer than ${longest} characters, which may take recheck minutes`;
  // Recheck knows these classes by their full names.
  const expression = written
    .replaceAll("\\p{ExtPict}", "\\p{Extended_Pictographic}")
    .replaceAll("\\p{DI}", "\\p{Default_Ignorable_Code_Point}");
  const end = expression.lastIndexOf("/");
  const verdict = checkSync(expression.slice(1, end), expression.slice(end + 1), limits);
  if (verdict.status === "unknown") return JSON.stringify(verdict.error);
  return verdict.status === "safe" ? "safe" : `${verdict.complexity.summary} for ${verdict.attack.pattern}`;
}

// Of its backends the one that needs neither Java nor a program for this system.
beforeAll(() => void vi.stubEnv("RECHECK_SYNC_BACKEND", "pure"));
afterAll(() => void vi.unstubAllEnvs());

test("the regular expressions are found", () => {
  const expressions = all.map(({ expression }) => expression);
  for (const known of ["/^\\s*[[{]/", "/\\r\\n?/g", "/^(?:pass(?:word|wd|phrase|code)s?|pwd)$/i"])
    expect(expressions).toContain(known);
});

test("each file that composes expressions is judged, or says why not", () => {
  expect(new Set([...composed.map(({ file }) => file), ...Object.keys(composedLater)])).toEqual(new Set(makers));
});

test.each(exceptions)("%s has one expression that begins with %s and isn't judged: %s", (...exception) => {
  expect(all.filter((found) => meets(found)(exception))).toHaveLength(1);
});

test.each(all.filter((found) => !exceptions.some(meets(found))))("$file: $expression takes linear time", (found) => {
  expect(verdictOn(found.expression)).toBe("safe");
});

test.each([
  ["/(?:a+)+b/", "exponential"],
  ["/\\[([^\\]]*)\\]\\([^)]*\\)/g", "2nd degree polynomial"],
  ["/`+$/", "2nd degree polynomial"],
  ["/(?<!x)`+$/", "2nd degree polynomial"],
  ["/([\"'])\\w*\\1\\s*\\s*x/", "2nd degree polynomial"],
  ["/^(?!.*foo.*bar).*$/", "2nd degree polynomial"],
])("%s is found to take longer than linear time", (expression, complexity) => {
  expect(verdictOn(expression)).toContain(complexity);
});
