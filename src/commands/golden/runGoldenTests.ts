import type { TestOutcome } from "../../runs/golden/goldenResult.ts";
import type { App } from "../app.ts";
import { clickedTest } from "./goldenTarget.ts";

type Needs = Pick<App, "goldenTests">;

type Kind = TestOutcome["kind"] | undefined;

/** Runs the test above which it was clicked. @returns `passed` or `failed`; `undefined` when it did not run */
export async function runGoldenTest({ goldenTests }: Needs, argument: unknown): Promise<Kind> {
  return (await goldenTests().run(clickedTest(argument).test))?.kind;
}

/** The same with a single run, for a test that is repeated. */
export async function runGoldenTestOnce({ goldenTests }: Needs, argument: unknown): Promise<Kind> {
  return (await goldenTests().run(clickedTest(argument).test, "once"))?.kind;
}
