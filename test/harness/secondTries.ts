import type { TestError } from "vitest";
import type { Reporter, TestCase, TestModule } from "vitest/node";

/** Says at the end which tests needed more than one try, with the first line of what went wrong before. */
// Vitest takes a reporter of another file by its default export.
export default class SecondTries implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const retried = modules.flatMap((module) => [...module.children.allTests()]).filter((test) => triesOf(test) > 1);
    if (retried.length === 0) console.log("No test needed a second try.");
    else
      console.log(
        `${retried.length === 1 ? "1 test" : `${retried.length} tests`} needed a second try:\n${retried.map(lineOf).join("\n")}`,
      );
  }
}

function triesOf(test: TestCase): number {
  return 1 + (test.diagnostic()?.retryCount ?? 0);
}

function lineOf(test: TestCase): string {
  const { state, errors = [] } = test.result();
  return `  ${test.module.relativeModuleId} > ${test.fullName}: ${triesOf(test)} tries, ${state}. First: ${reasonOf(errors[0])}`;
}

/** The message's first line, what a browser test waited for, and the line of the test file or its support. */
function reasonOf(error: TestError | undefined): string {
  if (!error) return "no reason is known";
  const [first = "", ...more] = error.message.split("\n");
  const waited = more.find((line) => line.includes("waiting for"))?.trim() ?? "";
  const place =
    error.stacks?.map(({ file, line }) => `${file.replace(/^.*\/test\//, "test/")}:${line}`).join(" < ") ?? "";
  return [first, waited, place].map((part) => part.slice(0, 300)).join(" ");
}
