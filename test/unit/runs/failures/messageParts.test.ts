import { expect, test } from "vitest";
import { messageParts, variableParts } from "../../../../src/runs/failures/messageParts.ts";

test.each(variableParts.map(([kind, example]) => [kind, example]))("%s: %s", (kind, example) => {
  const kinds = messageParts(`It was ${example}`).flatMap((part) => part.kind ?? []);
  expect(kinds).toEqual(kind === "status" || kind === "word" ? [] : [kind]);
});

test.each(["\n", "\r\n", String.raw`\r\n`])("of a traceback with line ends %j its exception is left", (end) => {
  const text = ["Traceback (most recent call last):", '  File "a.py", line 3, in f', "KeyError: no", ""].join(end);
  expect(
    messageParts(text)
      .map((part) => part.text)
      .join(""),
  ).toBe("KeyError: no");
});
