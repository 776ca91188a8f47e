import { expect, test } from "vitest";
import { messageParts, variableParts } from "#runs/failures/messageParts.ts";

test.each(variableParts.map(([kind, example]) => [kind, example]))("%s: %s", (kind, example) => {
  const kinds = messageParts(`It was ${example}`).flatMap((part) => part.kind ?? []);
  expect(kinds).toEqual(["name", "status", "word"].includes(kind) ? [] : [kind]);
});

test.each(["\n", "\r\n", String.raw`\r\n`])("of a traceback with line ends %j its exception is left", (end) => {
  const text = ["Traceback (most recent call last):", '  File "a.py", line 3, in f', "KeyError: no", ""].join(end);
  expect(
    messageParts(text)
      .map((part) => part.text)
      .join(""),
  ).toBe("KeyError: no");
});

test("of a traceback its exception is left with all of its lines", () => {
  const exception = "pydantic.ValidationError: 1 validation error for Lead\ntotal\n  Field required";
  const frame = ['  File "a.py", line 3, in f', "    score(lead)", "    ^^^^^^^^^^^"];
  const lines = ["Traceback (most recent call last):", ...frame, "ValueError: 1", "", "During handling:", ""];
  const text = [...lines, "Traceback (most recent call last):", ...frame, exception, ""].join("\n");
  expect(
    messageParts(text)
      .map((part) => part.text)
      .join(""),
  ).toBe(exception);
});
