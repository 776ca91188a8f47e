import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RunFileError } from "../../../src/runFiles/errors.ts";
import { parseRunFile, readRunFile } from "../../../src/runFiles/runFile.ts";
import { runFileText } from "../../../src/runFiles/runFileOfRun.ts";
import { cases } from "../../support/cases.ts";
import { json, nearly } from "../arbitraries.ts";

const text = fc.string({ maxLength: 20 });
const whole = fc.record(
  {
    $schema: text,
    input: fc.dictionary(fc.string({ maxLength: 6 }), json, { maxKeys: 4 }),
    user_id: text,
    session_id: fc.uuid(),
    file_ids: fc.array(fc.uuid(), { maxLength: 3 }),
    files: fc.array(text, { maxLength: 3 }),
    mode: fc.constantFrom("stream", "background", "wait"),
    connection: text,
    saveTo: text,
  },
  { requiredKeys: ["input"] },
);

/** What people write by hand: JSON with comments, trailing commas, variables and mistakes. */
const written = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        '"',
        "'",
        '"input"',
        '"files"',
        "// why\n",
        "/* ",
        " */",
        "\\u12",
        "1e999",
        "-",
        "nul",
        "${env:HOME}",
        "${",
        "$${",
        "${input:a",
        "\uFEFF",
        "\n",
        "\r\n",
        "\0",
      ),
      text,
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(""));

const texts = fc.oneof(
  text,
  written,
  nearly(whole).map((value) => JSON.stringify(value, null, 2) ?? ""),
  // Cut off in the middle, as an editor may save it.
  fc.tuple(whole, fc.nat({ max: 300 })).map(([value, length]) => JSON.stringify(value, null, 1).slice(0, length)),
  fc.constantFrom(
    "[".repeat(600),
    '{"a":'.repeat(600),
    `{"input":{"a":${"[".repeat(501)}${"]".repeat(501)}}}`,
    "/* \r\n",
  ),
);

describe("run files", () => {
  test("any run file is read, or refused at a place that exists", () => {
    fc.assert(
      fc.property(texts, (content) => {
        const { problems, variables, isWhole, parsed } = readRunFile(content, "a.run.json");
        for (const { line, column, offset, length, problem } of [...problems]) {
          expect(problem).not.toBe("");
          expect(line).toBeGreaterThanOrEqual(1);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(offset + length).toBeLessThanOrEqual(content.length);
        }
        for (const use of variables) expect(use.name).not.toBe("");
        if (isWhole) expect(parsed.request.input).toBeDefined();
        let refused: unknown;
        try {
          parseRunFile(content, "a.run.json");
        } catch (error) {
          refused = error;
        }
        if (isWhole) expect(refused).toBeUndefined();
        else expect(refused).toBeInstanceOf(RunFileError);
      }),
      cases(),
    );
  });

  test("the values of an input are sent unchanged", () => {
    const hasVariable = (value: unknown): boolean => JSON.stringify(value).includes("${");
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 6 }), json, { maxKeys: 5 }), (input) => {
        fc.pre(!hasVariable(input));
        // On its own, an object with an object called input is a whole request.
        const content = JSON.stringify({ input });
        expect(parseRunFile(content, "a.run.json").request.input).toEqual(JSON.parse(JSON.stringify(input)));
      }),
      cases(),
    );
  });

  test("a file written by Run Again with Edits is read as the same request", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 6 }), json, { maxKeys: 4 }), text, (input, title) => {
        const content = runFileText({ input }, title) ?? "";
        expect(parseRunFile(content, "a.run.json").request.input).toEqual(JSON.parse(JSON.stringify(input)));
      }),
      cases(),
    );
  });
});
