import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");

interface Word {
  /** Found in code, comments, texts and pages alike. */
  not: RegExp;
  say: string;
  /** Texts that the expression has to find. */
  such: readonly string[];
}

/** Words for which the project has another one. */
const words: readonly Word[] = [
  {
    not: /\brequest files?\b|\brequestFiles?\b|RequestFile/i,
    say: "run file",
    such: ["A run request file", "requestFile"],
  },
  { not: /\btoasts?\b/i, say: "notification", such: ["Shows a toast."] },
  { not: /\b(?!Clip|Dash|Key)\w*(?:Shelf|Ledger|Desk|Board)\b/, say: "store or service", such: ["class AnswerDesk"] },
  { not: /\banswer: HttpResponse\b/, say: "response", such: ["(answer: HttpResponse)"] },
  {
    not: /\banswer(?:s|ed)? (?:with )?(?:an? )?(?:HTTP )?[2-5]\d\d\b/i,
    say: "returns, or a response of",
    such: ["The app answers 404.", "answered with a 503"],
  },
];

/** Ways to say something that a reader in a hurry has to read twice. */
const riddles: readonly Word[] = [
  { not: /\bwhoever\b/i, say: "name the caller, window or person", such: ["Whoever stops it"] },
  { not: /\b(?:is|are|was|were|be) told\b(?! apart)/, say: "shown, reported, notified", such: ["The person is told."] },
  { not: /\btells? of\b/i, say: "reports, names", such: ["Tells of runs that ended."] },
  { not: /\bhears? of\b|: hears\b|\/\*\* Hears\b/, say: "is called with, gets", such: ["/** Hears of each step."] },
  { not: /\bbears? (?:the|a|an|its|one)\b/i, say: "has", such: ["It bears the same id"] },
  { not: /\bin vain\b/i, say: "failed", such: ["requests in vain"] },
  { not: /\bmend(?:s|ed)?\b/, say: "fix", such: ["It can be mended."] },
  { not: /\bwhat (?:became|has become) of\b/i, say: "the outcome, the result", such: ["What became of a line"] },
  { not: /\bnone of (?:ours|what)\b/, say: "isn't ours, or name it", such: ["is none of ours"] },
  { not: /\bways? out\b/, say: "button, next step", such: ["with the ways out"] },
];

const sources = globSync("src/**/*.{ts,tsx}", { cwd: root });
const pages = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "package.nls.json"];

/** Where a word stands: `src/api/client.ts:12: whoever`. */
function found(files: readonly string[], all: readonly Word[]): string[] {
  return files.flatMap((file) =>
    readFileSync(join(root, file), "utf8")
      .split("\n")
      .flatMap((line, index) =>
        all
          .filter(({ not }) => not.test(line))
          .map(({ not, say }) => `${file}:${index + 1}: not “${not.exec(line)?.[0]}”, but: ${say}`),
      ),
  );
}

test("code, comments, texts and pages use the project's own words", () => {
  expect(found([...sources, ...pages, ...globSync("docs/*.md", { cwd: root })], words)).toEqual([]);
});

test("no comment, text or page has to be read twice", () => {
  expect(found([...sources, ...pages, ...globSync("docs/*.md", { cwd: root })], riddles)).toEqual([]);
});

test.each([...words, ...riddles])("$not finds what it is for", ({ not, such }) => {
  expect(such.filter((text) => !not.test(text))).toEqual([]);
});
