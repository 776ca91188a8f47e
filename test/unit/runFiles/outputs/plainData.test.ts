import { resolve } from "node:path";
import { expect, test } from "vitest";
import { isPlainData } from "#runFiles/outputs/plainData.ts";

const folder = resolve("/w/runs");
const isData = (name: string): boolean => isPlainData(resolve(folder, name), folder);

test.each(["answer.json", "answer.JSON", "out/2026/answer.jsonl", "reply.md", "rows.csv", "log.txt", "run.json"])(
  "%s beside its run file is data",
  (name) => expect(isData(name)).toBe(true),
);

test.each([
  ["a program", "conftest.py"],
  ["a program by its full name", "Makefile"],
  ["a page", "index.html"],
  ["a file without an ending", "answer"],
  ["another place of the workspace", "../src/answer.json"],
  ["a package", "package.json"],
  ["a package, in another case", "PACKAGE.json"],
  ["a compiler's settings", "tsconfig.build.json"],
  ["an app's settings", "appsettings.Development.json"],
  ["packages to install", "requirements-dev.txt"],
  ["what a build reads", "CMakeLists.txt"],
  ["instructions of an agent", "AGENTS.md"],
  ["a prompt of an editor", "review.prompt.md"],
  ["another run file", "next.run.json"],
  ["a golden test", "refund.golden.json"],
])("%s isn't: %s", (_, name) => expect(isData(name)).toBe(false));
