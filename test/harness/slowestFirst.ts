import { readFile } from "node:fs/promises";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take 30 to 80 s: begun last, they would keep everything else waiting for them. */
const slowest = [
  ...["build.regularExpressions", "client.faults"],
  ...["Panel.seen", "ConversationPage", "InsightsPage"],
  ...["keyStaysSecret", "personsPath", "notifications", "runFiles", "neverTwice", "waitingRows"],
].map((name) => `/${name}.test.ts`);

/**
 * Begins with the slowest files; the others follow in vitest's own order. Tests in used windows come last, one after
 * the other, because every other test closes the window.
 */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const places = await Promise.all(sorted.map(placeOf));
    return sorted
      .map((file, index) => ({ file, place: places[index] ?? 0 }))
      .toSorted((one, other) => one.place - other.place)
      .map(({ file }) => file);
  }
}

async function placeOf({ moduleId }: TestSpecification): Promise<number> {
  const isSlow = slowest.some((name) => moduleId.endsWith(name));
  const isUsed = (await readFile(moduleId, "utf8")).includes("withUsedWorkbench(");
  return (isUsed ? 2 : 0) + (isSlow ? 0 : 1);
}
