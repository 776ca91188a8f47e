import { expect, test } from "vitest";
import { messageParts, variableParts } from "../../../../src/runs/failures/messageParts.ts";

test.each(variableParts.map(([kind, example]) => [kind, example]))("%s: %s", (kind, example) => {
  const kinds = messageParts(`It was ${example}`).flatMap((part) => part.kind ?? []);
  expect(kinds).toEqual(kind === "status" || kind === "word" ? [] : [kind]);
});
