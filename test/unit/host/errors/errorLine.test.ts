import { expect, test } from "vitest";
import { ApiError } from "#api/errors.ts";
import { errorLine } from "#host/errors/errorLine.ts";
import { UserError } from "#host/errors/userError.ts";

const marker = "planted";

test("an error of the API is its kind and status, without the app's text", () => {
  const options = {
    kind: "server",
    status: 503,
    message: `No: ${marker}`,
    code: marker,
    details: { field: marker },
  } as const;
  const line = errorLine(new ApiError(options));
  expect(line).toMatch(/^ApiError server \(HTTP 503\) at errorLine\.test\.ts:\d+:\d+/);
  expect(line).not.toContain(marker);
});

test("an error of the system is its code, and its cause is in the same line", () => {
  const cause = Object.assign(new Error(`ENOENT: no such file '${marker}'`), { code: "ENOENT", path: marker });
  const line = errorLine(new UserError(`${marker} does not exist.`, [], { cause }));
  expect(line).toMatch(/^UserError at .*, from Error ENOENT at /);
  expect(line).not.toContain(marker);
});

test.each([
  [
    "a message that looks like a place",
    Object.assign(new Error(`a\n    at ${marker} (/${marker}.js:1:2)\n    at x (y.js:1:1)`)),
  ],
  ["a code of others", Object.assign(new Error("a"), { code: marker })],
  ["no error at all", marker],
  ["what a parser says of a text", thrownBy(() => JSON.parse(marker))],
  ["a stack that was replaced", Object.assign(new Error("a"), { stack: `${marker} at ${marker}:1:1` })],
])("nothing of %s is written", (_, error) => {
  const line = errorLine(error);
  expect(line).not.toContain(marker);
  expect(line).not.toContain("\n");
});

function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
