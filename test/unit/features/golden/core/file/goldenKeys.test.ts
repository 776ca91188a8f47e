import { globSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { parse } from "jsonc-parser";
import { expect, test } from "vitest";
import { parseGoldenFile } from "../../../../../../src/features/golden/core/file/goldenFile.ts";
import { goldenKeys } from "../../../../../../src/features/golden/core/file/goldenKeys.ts";
import { schemaProblems } from "../../../../../support/golden/schemaProblems.ts";
import { badGoldenFiles } from "../../../../../support/samples/badGoldenFiles.ts";

interface Definition {
  properties: Record<string, { markdownDescription?: string; description?: string; $ref?: string }>;
}

const root = new URL("../../../../../../", import.meta.url);
const schema = JSON.parse(readFileSync(new URL("media/schemas/golden.schema.json", root), "utf8")) as {
  definitions: Record<string, Definition>;
};
const problemsOf = (text: string): string[] => schemaProblems(schema, parse(text, [], { allowTrailingComma: true }));

test.each(Object.entries(goldenKeys))("the schema has the keys of %s, each with a description", (name, keys) => {
  const definition = schema.definitions[name];
  expect(Object.keys(definition?.properties ?? {})).toEqual(keys);
  for (const [key, { markdownDescription, description, $ref }] of Object.entries(definition?.properties ?? {})) {
    const text = markdownDescription ?? description ?? schema.definitions[$ref?.split("/").at(-1) ?? ""];
    expect(text, `${name}.${key}`).toBeDefined();
  }
});

test.each(badGoldenFiles)("the schema refuses $text, unless no schema can", ({ text, isBeyondSchemas }) => {
  expect(problemsOf(text).length === 0).toBe(isBeyondSchemas);
});

test.each(globSync("test/workspace/*/*.golden.json", { cwd: root }))("%s is sound for both", (file) => {
  const text = readFileSync(new URL(file, root), "utf8");
  expect(parseGoldenFile(text, file).problems).toEqual([]);
  expect(problemsOf(text)).toEqual([]);
});

const anyValue = fc.oneof(
  fc.constantFrom("completed", "a", "", "60 s", "1.5 h", "list", true, false, 0, 1, 20, -1, 2_000_000, null),
  fc.constantFrom<unknown>(["a"], [], [1], {}, { a: 1 }, { atMost: 3 }, { failed: 0 }, { contains: "x" }, { set: [] }),
);
const ofChecks = [...JSON.stringify(schema.definitions["check"]).matchAll(/"(\w+)":\{"markdownDescription"/g)];
const keys = [...new Set([...Object.values(goldenKeys).flat(), ...ofChecks.map(([, key = ""]) => key)])].filter(
  (key) => key !== "tests" && key !== "$schema",
);
const someObject = fc.dictionary(fc.constantFrom(...keys), anyValue, { maxKeys: 3 });
const request = { input: {} };

test("schema and reader agree on checks, answers and repeats that are put together at random", () => {
  fc.assert(
    fc.property(someObject, someObject, someObject, (check, answer, repeat) => {
      const texts = [
        { name: "a", request, checks: [check] },
        { name: "a", request, checks: [{ status: "failed" }], answers: [answer] },
        { name: "a", request, checks: [{ status: "failed" }], repeat },
        { name: "a", request: { input: {}, ...check }, checks: [{ status: "failed" }] },
        { name: "a", request, checks: [{ status: "failed" }], goldenRun: answer },
        { name: "a", request, checks: [{ status: "failed" }], ...answer },
        { name: "a", turns: [{ input: {}, checks: [check] }] },
        { name: "a", turns: [{ input: {}, checks: [{ status: "failed" }] }, answer] },
        { name: "a", request: repeat, turns: [{ input: {}, checks: [{ status: "failed" }] }] },
        { name: "a", turns: [{ input: {}, checks: [{ status: "failed" }] }], ...repeat },
      ].map((each) => JSON.stringify(each));
      for (const text of texts) {
        const { problems } = parseGoldenFile(text, "a.golden.json");
        // A schema can't tell a UUID of a session, and doesn't compare one value with another.
        const isBeyond =
          /must be a UUID|or the UUID|session_id can't|atLeast must be a whole number from 1 to \d{1,3}\./;
        if (problems.some(({ problem }) => isBeyond.test(problem))) continue;
        expect(problemsOf(text).length === 0, `${text}\n${JSON.stringify(problems)}`).toBe(problems.length === 0);
      }
    }),
    { numRuns: 200 },
  );
});
