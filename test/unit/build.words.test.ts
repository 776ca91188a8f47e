import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");

/** What isn't to be said, and what to say instead. */
type Word = readonly [not: RegExp, say: string];

/** Words for which the project has another one. */
const words: readonly Word[] = [
  [/\brequest files?\b|\brequestFiles?\b|RequestFile/i, "run file"],
  [/\btoasts?\b/i, "notification"],
  [/\b(?!Clip|Dash|Key)\w*(?:Shelf|Ledger|Desk|Board)\b/, "store or service"],
  [/\banswer: HttpResponse\b/, "response"],
  [/\banswer(?:s|ed)? (?:with )?(?:an? )?(?:HTTP )?[2-5]\d\d\b/i, "returns, or a response of"],
];

/** Ways to say something that a reader in a hurry has to read twice. */
const riddles: readonly Word[] = [
  [/\bwhoever\b/i, "name the caller, window or person"],
  [/\b(?:is|are|was|were|be) told\b(?! apart)/, "shown, reported, notified"],
  [/\btells? of\b/i, "reports, names"],
  [/\bhears? of\b|: hears\b|\/\*\* Hears\b/, "is called with, gets"],
  [/\bbears? (?:the|a|an|its|one)\b/i, "has"],
  [/\bin vain\b/i, "failed"],
  [/\bmend(?:s|ed)?\b/, "fix"],
  [/\bwhat (?:became|has become) of\b/i, "the outcome, the result"],
  [/\bnone of (?:ours|what)\b/, "isn't ours, or name it"],
  [/\bways? out\b/, "button, next step"],
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
          .filter(([not]) => not.test(line))
          .map(([not, say]) => `${file}:${index + 1}: not “${not.exec(line)?.[0]}”, but: ${say}`),
      ),
  );
}

test("code, comments, texts and pages use the project's own words, and nothing has to be read twice", () => {
  expect(found([...sources, ...pages, ...globSync("docs/*.md", { cwd: root })], [...words, ...riddles])).toEqual([]);
});
