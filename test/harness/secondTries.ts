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
  const reason = errors[0]?.message.split("\n")[0]?.slice(0, 200) ?? "no reason is known";
  return `  ${test.module.relativeModuleId} > ${test.fullName}: ${triesOf(test)} tries, ${state}. First: ${reason}`;
}
