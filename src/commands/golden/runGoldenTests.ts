import type { TestOutcome } from "../../runs/golden/goldenResult.ts";
import type { GoldenResultCommands } from "./goldenCommands.ts";
import { clickedTest } from "./goldenTarget.ts";

type Kind = TestOutcome["kind"] | undefined;

/** Runs the test above which it was clicked. @returns `passed` or `failed`; `undefined` when it did not run */
export async function runGoldenTest({ goldenTests }: GoldenResultCommands, argument: unknown): Promise<Kind> {
  return (await goldenTests().run(clickedTest(argument).test))?.kind;
}

/** The same with a single run, for a test that is repeated. */
export async function runGoldenTestOnce({ goldenTests }: GoldenResultCommands, argument: unknown): Promise<Kind> {
  return (await goldenTests().run(clickedTest(argument).test, "once"))?.kind;
}
