import fc from "fast-check";
import { expect, test } from "vitest";
import { RunFileError } from "../../../src/runFiles/errors.ts";
import { parseRunFile, readRunFile } from "../../../src/runFiles/runFile.ts";
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
