import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  exportName,
  goldenEnding,
  isJsonLinesName,
  isJsonName,
  isRunFileName,
  jsonExtension,
  jsonLanguage,
  jsonLinesExtension,
  newRunFileEnding,
  runFileName,
  runFilePattern,
} from "#runFiles/fileNames.ts";
import { extensionFolder } from "../../harness/paths.ts";

const text = readFileSync(join(extensionFolder, "package.json"), "utf8");
const manifest = JSON.parse(text) as {
  contributes: { languages: { filenamePatterns: string[] }[]; jsonValidation: { fileMatch: string[] }[] };
};

/** The conditions of all `when` clauses about the names and languages of files: `resourceExtname =~ /…/i`. */
function conditions(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    key === "when" || key === "enablement"
      ? (String(each).match(
          /\b(?:resource(?:Extname|Filename|Path)|editorLangId)\s*(?:[!=]=\s*\S+|=~\s*\/(?:\\.|[^/\\])+\/\w*|in\s+\S+)/g,
        ) ?? [])
      : conditions(each),
  );
}

test("the when clauses of package.json have the definitions of the code, and no others", () => {
  const known = [
    `resourceFilename =~ ${String(runFileName)}`,
    `resourceExtname =~ ${String(jsonExtension)}`,
    `resourceExtname =~ ${String(jsonLinesExtension)}`,
    `editorLangId =~ ${String(jsonLanguage)}`,
    `resourceFilename =~ ${String(exportName)}`,
  ];
  const found = conditions(manifest);
  expect(found.length).toBeGreaterThan(30);
  expect([...new Set(found)].toSorted()).toEqual(known.toSorted());
});

test("the editor checks and colors the files that commands run", () => {
  const { languages, jsonValidation } = manifest.contributes;
  const runFiles = ["*.run.json", "*.run.jsonc"];
  expect(jsonValidation.map(({ fileMatch }) => fileMatch)).toEqual([runFiles, [`*${goldenEnding}`]]);
  // VS Code has its own rule for .jsonc.
  expect(languages.flatMap(({ filenamePatterns }) => filenamePatterns)).toEqual([runFiles[0], `*${goldenEnding}`]);
  expect(runFilePattern).toBe("**/*.run.{json,jsonc}");
  for (const name of [...runFiles, `new${newRunFileEnding}`]) expect(isRunFileName(name), name).toBe(true);
});

test.each([
  ["refund.run.json", true, true, false],
  ["/a/b/refund.run.jsonc", true, true, false],
  ["input.json", false, true, false],
  ["tickets.jsonl", false, false, true],
  ["tickets.NDJSON", false, false, true],
  ["notes.txt", false, false, false],
  ["refund.run.json5", false, false, false],
])("%s: a run file by name %s, may be one %s, a batch %s", (name, isRunFile, isJson, isBatch) => {
  expect([isRunFileName(name), isJsonName(name), isJsonLinesName(name)]).toEqual([isRunFile, isJson, isBatch]);
});
