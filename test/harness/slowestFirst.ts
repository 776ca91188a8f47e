import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take 40 to 80 s: begun last, they would keep everything else waiting for them. */
const slowest = [
  ...["outage", "insertedRuns", "faultTable", "lostAnswers"],
  ...["seen", "accessibility"],
  ...["answerForms", "severalRuns", "twoWindows", "explorer", "runAgain", "neverTwice", "personsPath"],
  ...["palette", "switchConnection", "batch"],
].map((name) => `/${name}.test.ts`);

/** Begins with the slowest files; the others follow in vitest's own order. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isSlow = ({ moduleId }: TestSpecification): boolean => slowest.some((name) => moduleId.endsWith(name));
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}
