import { getNodeValue, type Node } from "jsonc-parser";
import { nearest } from "#base/text/nearest.ts";
import { type JsonDocument, properties, readJsonDocument } from "#runFiles/jsonDocument.ts";
import type { ProblemFix } from "#runFiles/problemFix.ts";
import type { RunFileProblem, SourceRange } from "#runFiles/runFileError.ts";
import { nameOf } from "#runFiles/schemaFields.ts";
import type { Part } from "#runFiles/schemaReader.ts";
import { fillTexts, type ValueOf } from "#runFiles/variables/filledTexts.ts";
import { GoldenReader } from "./goldenReader.ts";
import type { GoldenFileReading, GoldenTest } from "./goldenTypes.ts";
import { fileFields, goldenKeys } from "./testFields.ts";

/**
 * Reads a golden file: one test, or a list of tests in `tests`. Never throws: what is wrong is in its problems.
 *
 * @param fileName for messages
 * @param valueOf returns the values of variables in requests; it may know none of them
 */
export function parseGoldenFile(text: string, fileName: string, valueOf: ValueOf = () => undefined): GoldenFileReading {
  const document = readJsonDocument(text, fileName, 'Write {"name": "…", "request": {…}, "checks": [ … ]}.');
  const { root, problems } = document;
  if (!root) return { tests: [], problems, variables: [] };
  const { texts, variables } = fillTexts(document, root, unasked(valueOf), isOfRequest);
  const reader = new GoldenReader(document, texts);
  const tests = testsIn(reader, root).flatMap((each) => reader.test(each) ?? []);
  noteDuplicates(document, tests);
  for (const problem of problems) problem.fixes = problem.fixes?.filter((fix) => !asksPerson(fix));
  problems.sort((one, other) => one.offset - other.offset);
  return {
    tests: tests.map((test) => ({ ...test, problems: problemsWithin(test.range, problems) })),
    problems,
    variables,
  };
}

/** A test runs when nobody is there to be asked. */
function unasked(valueOf: ValueOf): ValueOf {
  const problem =
    "${prompt} can't be used in a golden test, because no one can be asked. Write the text, or use ${env:NAME}.";
  return (use) => (use.name === "prompt" ? { problem } : valueOf(use));
}

function asksPerson(fix: ProblemFix): boolean {
  return "text" in fix && fix.text.startsWith("${prompt:");
}

/** Checks and answers hold texts of a run, in which `${` means itself. */
function isOfRequest(field: string): boolean {
  return /^(?:tests\[\d+\]\.)?(?:request|turns\[\d+\]\.(?:input|files|file_ids))(?:[.[]|$)/.test(field);
}

/** The tests of a file: the list in it, or the whole file. */
function testsIn(reader: GoldenReader, root: Node): Part[] {
  if (root.type !== "object") {
    const its = 'Write one test, or {"tests": [ … ]}.';
    reader.document.note(root, `a golden file must contain a JSON object, not ${nameOf(getNodeValue(root))}. ${its}`);
    return [];
  }
  const whole = { node: root, field: "" };
  const keys = properties(root).map(({ key }) => key);
  const isTest = goldenKeys.test.some((key) => key !== "$schema" && keys.includes(key));
  const isList = keys.includes("tests") || (!isTest && keys.some((key) => nearest(key, ["tests"]) !== undefined));
  if (!isList) return [whole];
  reader.read(whole, fileFields, "a golden file with a list of tests");
  return reader.items(whole, "tests");
}

/** The Test Explorer and the command line tell tests by their names. */
function noteDuplicates(document: JsonDocument, tests: readonly Omit<GoldenTest, "problems">[]): void {
  const seen = new Set<string>();
  for (const { name, nameRange } of tests) {
    if (name !== "" && seen.has(name)) {
      const problem = "another test of this file has the same name. Change one of the two.";
      document.problems.push({ ...nameRange, problem, field: "name" });
    }
    seen.add(name);
  }
}

function problemsWithin(range: SourceRange, problems: readonly RunFileProblem[]): RunFileProblem[] {
  return problems.filter(({ offset }) => offset >= range.offset && offset < range.offset + range.length);
}
