import { expect, test } from "vitest";
import { loadProblem } from "#features/localApps/core/loadProblem.ts";

const app = { target: "support.py:workflow", interpreter: "python3" };
const place = { file: "/app/support.py", line: 4 };

test.for([{}, place])("a missing SDK has one sentence, wherever Python misses it: %j", (where) => {
  const message = "ModuleNotFoundError: No module named 'dynamiq'";
  expect(loadProblem(app, { type: "ModuleNotFoundError", message, ...where, missing_module: "dynamiq" })).toEqual({
    sentence:
      "support.py:workflow can't be served: the package dynamiq isn't installed for python3. " +
      "Install it, or select another interpreter.",
  });
});

test("a Python that is too old is the whole problem", () => {
  const message = "/usr/bin/python3 is Python 3.9.6, and Dynamiq needs Python 3.10 or newer";
  expect(loadProblem(app, { type: "UnsupportedPython", message })).toEqual({
    sentence: `support.py:workflow can't be served: ${message}. Select another interpreter.`,
  });
});

test("another problem is at its line, or names the interpreter", () => {
  const error = { type: "OSError", message: "OSError: no space left" };
  expect(loadProblem(app, { ...error, ...place })).toEqual(place);
  expect(loadProblem(app, error)).toEqual({ sentence: "OSError: no space left. The interpreter is python3." });
});
